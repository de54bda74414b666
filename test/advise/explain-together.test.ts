import { describe, expect, it } from 'vitest';
import { explainStack } from '../../src/advise/explain.js';
import { explainTogether } from '../../src/advise/explain-together.js';
import { dimensionOf } from '../../src/catalogue/dimensions/dimensions.js';
import { faultIds } from '../../src/model/fault.js';
import { today } from '../laws/fault-laws.js';

const full = today('virtio-blk', 'none');
const sparse = dimensionOf('allocation').write(full, 'sparse');
const zfs = dimensionOf('host').write(full, 'zfs');

describe('stacks of which a disk is one', () => {
  it('are explained as one by itself is', () => {
    const alone = explainTogether([sparse], faultIds);
    const { stops, order, risks } = explainStack(sparse);
    const always = <Said>(said: Said) => ({ ...said, when: '' });
    expect(alone.stops).toEqual(stops.map(always));
    expect(alone.order).toEqual([always(order)]);
    expect(alone.risks).toEqual(risks.map(always));
  });

  it('say of each what it says by itself', () => {
    const all = [full, sparse, zfs];
    const together = explainTogether(all, faultIds);
    const when = [
      'if host=file',
      'if allocation=full',
      'if host=file, allocation=full',
      'if allocation=sparse',
      'if host=zfs',
      '',
    ];
    const holds = [
      ['', 'if host=file', 'if allocation=full', 'if host=file, allocation=full'],
      ['', 'if host=file', 'if allocation=sparse'],
      ['', 'if allocation=full', 'if host=zfs'],
    ];
    const { stops, risks, layers, order } = together;
    const told = [...stops, ...risks, ...order, ...layers.flatMap(({ clauses }) => clauses)];
    for (const each of told) expect(when).toContain(each.when);
    for (const [at, configuration] of all.entries()) {
      const own = explainStack(configuration);
      const isOwn = (said: { readonly when: string }) => holds[at]?.includes(said.when);
      expect(stops.filter(isOwn).map(({ what, where }) => ({ what, where }))).toEqual(own.stops);
      expect(risks.filter(isOwn).map(({ fault, atRisk }) => [fault, atRisk])).toEqual(
        own.risks.map(({ fault, atRisk }) => [fault, atRisk]),
      );
      for (const { layer, clauses } of layers) {
        const said = own.layers.find((each) => each.layer === layer)?.clauses ?? [];
        expect(new Set(clauses.filter(isOwn).map(({ says }) => says))).toEqual(
          new Set(said.map(({ says }) => says)),
        );
      }
    }
  });

  it('leave out faults that nobody asked about', () => {
    const { risks } = explainTogether([full, sparse], ['power-loss', 'host-crash']);
    expect(new Set(risks.map(({ fault }) => fault))).toEqual(new Set(['host-crash', 'power-loss']));
    expect(risks[0]?.fault).toBe('power-loss');
  });
});
