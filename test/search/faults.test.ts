import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import { planRun } from '../../src/run/plan.js';
import { replayFinding } from '../../src/search/replay.js';
import { configurationOf } from '../laws/configurations.js';
import { todays } from '../today/tables.js';
import { oracleOf, proved, sampled } from './jobs.js';

const walCommit = 'scenarios/wal-commit.yaml';
const array = { disk: 'md-raid5-degraded' };
const again = { aio: 'io_uring', werror: 'stop' };

describe.each([
  ['a sample', sampled],
  ['a proof', proved],
] as const)('%s', (_, answer) => {
  it.each<[FaultId, string, Configuration, string]>([
    ['disk-power-loss', 'BLK004 disk', configurationOf('virtio-blk', 'none'), 'cache lost'],
    ['disk-power-loss', 'BLK014 disk', todays('virtio-blk', 'unsafe', {}), 'cache lost'],
    ['node-loss', 'BLK018 disk', todays('virtio-blk', 'none', {}), 'disk lost'],
    ['power-loss', 'BLK025 disk', todays('virtio-blk', 'none', array), 'disk lost'],
    ['host-crash', 'BLK025 disk', todays('virtio-blk', 'none', array), 'disk lost'],
    ['disk-power-loss', 'BLK025 disk', todays('virtio-blk', 'none', array), 'disk lost'],
    ['io-error', 'BLK014 host', todays('virtio-blk', 'unsafe', {}), 'write-back failed'],
    ['io-error', 'BLK019 device', todays('ahci', 'none', { werror: 'ignore' }), 'error not told'],
    ['io-error', 'BLK020 device', todays('pflash', 'directsync', {}), 'error not told'],
    ['io-error', 'BLK021 host', configurationOf('scsi', 'writeback'), 'write-back failed'],
    ['io-error', 'BLK022 host', todays('ahci', 'writeback', again), 'write-back failed'],
  ])('after %s blames %s', (fault, blamed, configuration, told) => {
    const { verdict, findings } = answer(walCommit, configuration, fault);
    const finding = findings.find(({ kind }) => kind === 'lost');
    if (finding === undefined) throw new Error(`${verdict}: nothing is lost`);
    const [rule = '', lane = ''] = blamed.split(' ');
    expect([verdict, finding.rule]).toEqual(['unsafe', rule]);
    expect(finding.trace.at(-1)).toMatchObject({ mark: 'power-cut', [lane]: told });
    const replayed = replayFinding(finding.replay, oracleOf, '0.0.0-test');
    expect(replayed).toMatchObject({ reproduced: true, finding: { rule } });
  });

  it.each<[FaultId, Configuration]>([
    ['disk-power-loss', todays('virtio-blk', 'writeback', {})],
    ['node-loss', todays('virtio-blk', 'writeback', { format: 'network', host: 'block-device' })],
    ['io-error', todays('virtio-blk', 'writeback', {})],
    ['guest-crash', todays('virtio-blk', 'writeback', array)],
    ['qemu-kill', todays('virtio-blk', 'writeback', array)],
    ['power-loss', todays('virtio-blk', 'writeback', { host: 'md' })],
  ])('of a stack that honours flushes finds nothing after %s', (fault, configuration) => {
    expect(answer(walCommit, configuration, fault).verdict).toBe('safe');
  });

  it('never calls a disk safe that is gone, whatever was promised', () => {
    const { verdict, reason } = answer(
      'scenarios/sqlite-wal-normal.yaml',
      todays('virtio-blk', 'none', {}),
      'node-loss',
    );
    expect([verdict, reason]).toEqual([
      'inconclusive',
      'no disk is left that could keep a promise',
    ]);
  });
});

it('has no second boot after a fault that no guest boots after', async () => {
  const options = { profile: '2009-08', crashRecovery: true, faults: ['host-crash', 'io-error'] };
  await expect(planRun(options)).rejects.toThrow(
    '--crash-recovery: no second boot after io-error (',
  );
});

it('says that it takes a lost node to be fenced, and what becomes of errors', async () => {
  const { assumptions } = await planRun({ faults: ['node-loss', 'io-error'], werrors: ['stop'] });
  expect(assumptions).toContainEqual({ key: 'fencing', value: 'assumed', origin: 'flag' });
  expect(assumptions).toContainEqual({ key: 'werror', value: 'stop', origin: 'flag' });
});
