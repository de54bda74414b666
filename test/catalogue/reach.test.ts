import { expect, it } from 'vitest';
import { cureOf } from '../../src/catalogue/cures.js';
import { reachOf } from '../../src/catalogue/reach.js';
import { changeWords } from '../../src/gate/field-words.js';
import type { FrontendId } from '../../src/model/configuration.js';
import { today } from '../laws/fault-laws.js';
import { proved } from '../search/jobs.js';

const kubevirt = reachOf('kubevirt');

/** What KubeVirt's words change. */
const words: Readonly<Record<string, Partial<Parameters<typeof machine>[0]>>> = {
  'bus: virtio': { frontend: 'virtio-blk' },
  'io: native': { aio: 'native' },
  'cache: none with io: native': { cache: 'none', aio: 'native' },
};

interface Machine {
  readonly frontend: FrontendId;
  readonly cache: 'none' | 'writeback' | 'writethrough';
  readonly aio: 'native' | 'threads';
}

const machine = ({ frontend, cache, aio }: Machine) => today(frontend, cache, { aio });

const rulesOn = (on: Machine) =>
  ['append-fdatasync', 'odsync-log', 'wal-commit'].flatMap((name) =>
    proved(`scenarios/${name}.yaml`, machine(on), 'power-loss').findings.map(({ rule }) => rule),
  );

it.each<[Machine, string]>([
  [
    { frontend: 'virtio-scsi', cache: 'writeback', aio: 'threads' },
    'cache: none with io: native, or bus: virtio',
  ],
  [{ frontend: 'virtio-scsi', cache: 'none', aio: 'threads' }, 'io: native, or bus: virtio'],
  [{ frontend: 'ahci', cache: 'writethrough', aio: 'threads' }, 'cache: none with io: native'],
  [
    { frontend: 'virtio-blk', cache: 'writethrough', aio: 'threads' },
    'cache: none with io: native',
  ],
])('KubeVirt is told what it has, and that mends it: %j', (on, change) => {
  expect(rulesOn(on)).toContain('BLK011');
  expect(changeWords('kubevirt', cureOf('BLK011', machine(on), kubevirt))).toBe(change);
  for (const word of change.split(', or ')) expect(rulesOn({ ...on, ...words[word] })).toEqual([]);
});

it('and nothing that it has not, whatever is wrong', () => {
  const rules = ['BLK010', 'BLK012', 'BLK016', 'BLK019', 'BLK022', 'BLK023', 'BLK024'] as const;
  for (const frontend of kubevirt['frontend'] as readonly FrontendId[]) {
    for (const cache of ['none', 'writeback', 'writethrough'] as const) {
      for (const rule of rules) {
        const cure = cureOf(rule, machine({ frontend, cache, aio: 'threads' }), kubevirt);
        expect(changeWords('kubevirt', cure)).not.toMatch(
          /io_uring|dpofua|qcow2|directsync|[a-z]=|-device|virtio-blk|enospc/u,
        );
      }
    }
  }
});

it('other formats get the words of QEMU', () => {
  expect(changeWords('libvirt', 'aio=native')).toBe('aio=native');
  expect(cureOf('BLK011', today('scsi', 'none'))).toBe(
    cureOf('BLK011', today('scsi', 'none'), reachOf('libvirt')),
  );
});
