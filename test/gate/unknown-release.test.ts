import { expect, it } from 'vitest';
import { judgeDisk, keyOf } from '../../src/gate/judge-disk.js';
import type { ResultRow } from '../../src/model/result.js';
import { result2009 } from '../report/result-2009.js';
import { candidates, diskOf } from './machines.js';

const unsafe = result2009().results.find(({ verdict }) => verdict === 'unsafe');
const [aFinding] = unsafe?.findings ?? [];
if (unsafe === undefined || aFinding === undefined) throw new Error('no unsafe row');

const unknown = 'QEMU 12.0, which nobody ran or read (see --assume)';

/** A disk of a release, with a finding of each rule in each configuration. */
function judged(unknownRelease: string, ...rules: readonly string[]) {
  const { disk, site } = diskOf();
  const runner = { release: '11.1', machine: 'newest', unknown: unknownRelease } as const;
  const found = candidates({ disk, site }, {}, runner);
  const row: ResultRow = {
    ...(unsafe as ResultRow),
    fault: 'power-loss',
    findings: rules.map((rule) => ({ ...aFinding, rule }) as typeof aFinding & object),
  };
  const rows = found.configurations.map(
    (configuration) => [keyOf(configuration), [{ ...row, configuration }]] as const,
  );
  const machine = { machine: '', qualified: '', machineNotes: [], counted: [] };
  const subject = { file: 'vm.xml', format: 'libvirt', ...machine, disk, site };
  return judgeDisk({ ...subject, candidates: found }, new Map(rows));
}

it('a quirk of QEMU may be gone in a release that nobody knows', () => {
  const { verdict, reason, findings, failures } = judged(unknown, 'BLK010', 'BLK011');
  expect(verdict).toBe('inconclusive');
  expect(reason).toBe(`not modelled: ${unknown}; unsafe (BLK010, BLK011) as QEMU 11.1`);
  expect([findings, failures]).toEqual([[], []]);
});

it('what was told to QEMU is in every release, and so is what lies around it', () => {
  for (const rule of ['BLK014', 'BLK015', 'BLK001', 'BLK005'])
    expect(judged(unknown, 'BLK010', rule).verdict).toBe('unsafe');
});

it('a quirk of a release that was run is there', () => {
  expect(judged('', 'BLK010').verdict).toBe('unsafe');
});
