import { describe, expect, it } from 'vitest';
import { compared } from '../../src/gate/compare.js';
import type { DiskVerdict } from '../../src/model/gate-result.js';
import { aDisk, aGateFinding, aGateResult, anUnsafeDisk } from './machines.js';

function change(now: readonly DiskVerdict[], before: readonly DiskVerdict[]) {
  const result = compared(aGateResult(now), aGateResult(before), 'main', 'unsafe,inconclusive');
  const { comparison, disks, summary } = result;
  const changes = comparison?.changes.map((each) => `${each.change} ${each.machine}/${each.id}`);
  return { changes, disks, exitCode: summary.exitCode, failing: comparison?.alreadyFailing };
}

describe('nothing changes', () => {
  it.each<[string, Partial<DiskVerdict>]>([
    ['when it is reformatted', { at: { file: 'vm.xml', line: 40, column: 1, endColumn: 2 } }],
    ['when the file is renamed', { file: 'vms/prod.xml' }],
    ['when the machine is renamed', { machine: 'db02' }],
    ['when the disk is renamed', { id: 'sda' }],
    ['when the machine gets company in its file', { id: 'db01/vda' }],
  ])('%s', (_, changes) => {
    for (const disk of [aDisk(), anUnsafeDisk()]) {
      const { changes: found, disks, exitCode } = change([{ ...disk, ...changes }], [disk]);
      expect([found, disks, exitCode]).toEqual([[], [], 0]);
    }
  });
});

it('what failed before is counted, and no more', () => {
  expect(change([anUnsafeDisk()], [anUnsafeDisk()])).toMatchObject({ exitCode: 0, failing: 1 });
});

it('a disk that fails now is worse, with its old and new settings', () => {
  const { disks, exitCode, changes } = change([anUnsafeDisk()], [aDisk()]);
  expect([changes, exitCode]).toEqual([['worse db01/vda'], 1]);
  expect(disks[0]?.findings).toHaveLength(1);
  const result = compared(aGateResult([anUnsafeDisk()]), aGateResult([aDisk()]), 'x', 'never');
  expect(result.comparison?.changes[0]?.settings).toEqual([
    { field: 'noFlush', before: 'false', after: 'true' },
  ]);
  expect(result.summary.exitCode).toBe(0);
});

it.each([
  ['kind', { kinds: ['lost', 'torn'] }],
  ['fault', { faults: ['power-loss', 'host-crash'] }],
  ['scenario', { scenarios: ['wal-commit', 'replace-file'] }],
] as const)('a new %s of a disk that failed before is worse', (_, more) => {
  const other = aGateFinding({ rule: 'BLK001', scenarios: ['ext3-jbd'] });
  const old = anUnsafeDisk({ findings: [aGateFinding(), other] });
  const now = aDisk({ findings: [aGateFinding(more), other] });
  const { exitCode, disks } = change([now], [aDisk({ findings: old.findings })]);
  expect(exitCode).toBe(1);
  expect(disks[0]?.findings.map(({ rule }) => rule)).toEqual(['BLK014']);
});

it('a new unsafe disk is worse, a new safe one is not, and one that is gone is named', () => {
  const added = anUnsafeDisk({ machine: 'web', file: 'web.xml', source: '/srv/web' });
  expect(change([aDisk(), added], [aDisk()])).toMatchObject({
    changes: ['new web/vda'],
    exitCode: 1,
  });
  const safe = aDisk({ machine: 'web', file: 'web.xml', source: '/srv/web' });
  expect(change([aDisk(), safe], [aDisk()]).exitCode).toBe(0);
  expect(change([], [anUnsafeDisk()])).toMatchObject({ changes: ['gone db01/vda'], exitCode: 0 });
});

it('a disk that is mended is better', () => {
  expect(change([aDisk()], [anUnsafeDisk()])).toMatchObject({
    changes: ['better db01/vda'],
    exitCode: 0,
    disks: [],
  });
});

it('what was unsure and is sure now is worse, with its findings', () => {
  const unsure = anUnsafeDisk({ verdict: 'inconclusive', reason: 'unsafe if x' });
  const { disks, exitCode } = change([anUnsafeDisk()], [unsure]);
  expect(exitCode).toBe(1);
  expect(disks[0]?.findings).toHaveLength(1);
});

it('two machines of one name are told apart by their files', () => {
  const prod = aDisk({ file: 'prod/vm.xml' });
  const test = anUnsafeDisk({ file: 'test/vm.xml' });
  expect(change([test, prod], [prod, test]).changes).toEqual([]);
});
