import { behavioursOf, guestFactorOf, storageFactorOf } from '../analysis/factors.js';
import type { Candidates } from '../gate/candidates.js';
import { keyOf, type Subject } from '../gate/judge-disk.js';
import { judgedFaults } from '../gate/node-loss.js';
import type { Configuration, QemuReleaseId } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import type { ConfigNote } from '../model/vm-disk.js';
import { judgedScenarios, judgeOf } from './judged-scenarios.js';
import type { PlannedScenario } from './select-scenarios.js';

/** A disk whose machine type says how old QEMU is at most, and what it would be on a newer one. */
export interface NewerCandidates {
  readonly subject: Subject;
  readonly least: QemuReleaseId;
  readonly release: QemuReleaseId;
  readonly candidates: Candidates;
}

type Word = 'safe' | 'unsafe' | 'inconclusive';

function wordOf(
  configurations: readonly Configuration[],
  isUnsafe: (configuration: Configuration) => boolean,
): Word {
  const unsafe = configurations.filter(isUnsafe).length;
  if (unsafe === 0) return 'safe';
  return unsafe === configurations.length ? 'unsafe' : 'inconclusive';
}

/** Thousands of disks are a few machines. */
function remembered(judge: ReturnType<typeof judgeOf>) {
  const known = new Map<string, boolean>();
  return (configuration: Configuration, faults: readonly FaultId[]): boolean => {
    const key = `${faults.join()} ${keyOf(configuration)}`;
    const answer =
      known.get(key) ??
      behavioursOf(guestFactorOf(configuration), storageFactorOf(configuration, faults)).some(
        (behaviour) => judge(behaviour).kinds.length > 0,
      );
    known.set(key, answer);
    return answer;
  };
}

/**
 * For each disk the first newer release on which the analysis says something else of it: the machine
 * type is a lower bound, and what runs the machine may be any that has it.
 *
 * @param newer - of each disk the releases in their order
 */
export async function newerReleaseNotes(
  newer: readonly NewerCandidates[],
  scenarios: readonly PlannedScenario[],
): Promise<readonly ConfigNote[]> {
  const isJudgeable = scenarios.some(
    ({ method, source }) => method === 'proof' && source.kind !== 'bounded',
  );
  if (newer.length === 0 || !isJudgeable) return [];
  const { judged } = await judgedScenarios(scenarios);
  const isUnsafe = remembered(judgeOf(judged));
  const notes = new Map<Subject, ConfigNote>();
  for (const { subject, least, release, candidates } of newer) {
    if (notes.has(subject)) continue;
    const { disk, site } = subject;
    const faults = judgedFaults(disk, site);
    const wordFor = ({ configurations }: Candidates) =>
      wordOf(configurations, (each) => isUnsafe(each, faults));
    const now = wordFor(subject.candidates);
    const then = wordFor(candidates);
    if (now === then) continue;
    const message = `${disk.id}: ${now} as QEMU ${least}, the least that its machine type allows, and ${then} as ${release}`;
    notes.set(subject, { rule: 'newer-qemu-differs', message, at: disk.at });
  }
  return [...notes.values()];
}
