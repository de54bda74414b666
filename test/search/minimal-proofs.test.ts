import { describe, expect, it } from 'vitest';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import type { Configuration } from '../../src/model/configuration.js';
import { faultIds } from '../../src/model/fault.js';
import type { Finding } from '../../src/model/finding.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { attemptRecorded } from '../../src/search/attempt.js';
import { examine } from '../../src/search/examine/examine.js';
import { honestyCheck } from '../../src/search/examine/honest.js';
import { removableGroups, withoutOperations } from '../../src/search/minimise/remove.js';
import { replayFinding } from '../../src/search/replay.js';
import { stackOf } from '../../src/search/stacks.js';
import { buildStack } from '../../src/stack/build.js';
import { configurationOf } from '../laws/configurations.js';
import { enginesWith, jobFor, oracleOf, proved } from './jobs.js';

const scenarios = [
  'append-fdatasync',
  'contract-client',
  'double-write',
  'ext3-jbd',
  'ext4-async-commit',
  'group-commit',
  'odsync-log',
  'replace-file',
  'rollback-journal',
  'shadow-paging',
  'wal-commit',
  'xfs-log',
];
const configurations = [
  configurationOf('ide', 'writeback'),
  configurationOf('virtio-blk', 'none'),
  configurationOf('virtio-blk', 'writethrough'),
  configurationOf('scsi', 'none', { allocation: 'sparse', disk: { kind: 'wce-lying' } }),
];

/** What ignores FUA and swallows flushes too: with fewer choices the other one is to blame. */
const twice = configurationNamed('megasas/unsafe', defaultProfile);

const findingsOf = (name: string, configuration: Configuration) =>
  faultIds.flatMap((fault) => proved(`scenarios/${name}.yaml`, configuration, fault).findings);

/** What is taken from the machine whose image allocates on write, where that is asked about too. */
const belowWeaker = (name: string, configuration: Configuration) => {
  const job = { ...jobFor(`scenarios/${name}.yaml`, configuration), method: 'proof' as const };
  const weaker = buildStack({
    ...configuration,
    image: { ...configuration.image, allocation: 'sparse' },
  });
  const engines = enginesWith({ sharesProofs: true });
  return faultIds.flatMap(
    (fault) => examine({ ...job, fault, faults: faultIds, weaker }, engines).findings,
  );
};

const findings = [
  ...['append-fdatasync', 'ext3-jbd', 'group-commit'].flatMap((name) =>
    configurations.slice(0, 3).flatMap((configuration) => belowWeaker(name, configuration)),
  ),
  ...scenarios.flatMap((name) =>
    configurations.flatMap((configuration) => findingsOf(name, configuration)),
  ),
  ...['ext4-ordered', 'lmdb'].flatMap((name) => findingsOf(name, twice)),
];

function recordOf({ kind, replay }: Finding) {
  const [incident] = replay.incidents;
  if (incident === undefined) throw new Error('a finding without a fault');
  const stack = stackOf(replay.stack, replay.configuration, {});
  const subject = { script: replay.script, stack, fault: incident.fault, oracleOf };
  const again = attemptRecorded(subject, incident.powerCut, incident.choices, kind);
  if (again === null) throw new Error('a finding that does not replay');
  return { ...incident, kind, subject, blamed: again.blamed };
}

describe('every counterexample of a proof', () => {
  it('exists in numbers', () => {
    expect(findings.length).toBeGreaterThan(40);
  });

  it('replays', () => {
    for (const finding of findings) {
      const row = finding.id.split('#')[0] ?? '';
      expect(replayFinding(finding.replay, oracleOf, row)).toEqual({ reproduced: true, finding });
    }
  });

  it('needs each choice, and each kind of choice, to be unkind', () => {
    const passing: string[] = [];
    for (const finding of findings) {
      const { choices, powerCut, subject, kind } = recordOf(finding);
      const left = [
        ...choices.map((choice) => choices.filter((other) => other !== choice)),
        ...[...new Set(choices.map((choice) => choice.kind))].map((kinder) =>
          choices.filter((other) => other.kind !== kinder),
        ),
      ];
      for (const fewer of left) {
        const again = attemptRecorded(subject, powerCut, fewer, kind);
        if (again !== null) passing.push(finding.id);
      }
    }
    expect(passing).toEqual([]);
  });

  // What is left must be a workload that honest machines keep: else any removal of a sync will do.
  it('needs each of its operations', () => {
    const isHonest = honestyCheck(oracleOf, configurationOf('scsi', 'none'));
    const passing: string[] = [];
    for (const finding of findings) {
      const { choices, powerCut, subject, kind, blamed } = recordOf(finding);
      for (const group of removableGroups(subject.script)) {
        const script = withoutOperations(subject.script, group);
        const again = attemptRecorded({ ...subject, script }, powerCut, choices, kind);
        if (again !== null && again.blamed === blamed && isHonest(script, again))
          passing.push(finding.id);
      }
    }
    expect(passing).toEqual([]);
  });
});
