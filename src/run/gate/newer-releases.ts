import type { MountedGuest } from '../../advise/matrix/factor-table.js';
import type { Behaviour } from '../../analysis/behaviour.js';
import { behavioursOf, guestFactorOf, storageFactorOf } from '../../analysis/factors.js';
import type { Candidates } from '../../gate/candidates.js';
import { type DiskSubject, keyOf } from '../../gate/judge-disk.js';
import { judgedFaults } from '../../gate/node-loss.js';
import type { Configuration, QemuReleaseId } from '../../model/configuration.js';
import type { FaultId } from '../../model/fault.js';
import { diskName } from '../../model/gate-result.js';
import type { ConfigNote } from '../../model/vm-disk.js';
import { guestJudgeOf, isOneScript, judgedScenarios } from '../scenarios/judged-scenarios.js';
import type { PlannedScenario } from '../scenarios/select-scenarios.js';

/** A disk whose machine type says how old QEMU is at most, and what it would be on a newer one. */
export interface NewerCandidates {
  readonly subject: DiskSubject;
  readonly least: QemuReleaseId;
  readonly release: QemuReleaseId;
  readonly candidates: Candidates;
}

type Word = 'safe' | 'unsafe' | 'inconclusive';

/** What configurations have in common that behave alike; the same object for all of them. */
interface Alike {
  readonly behaviours: readonly Behaviour[];
  readonly guest: MountedGuest;
}

/** One of each that a disk may be, on the older release and on the newer one. */
interface Difference extends NewerCandidates {
  readonly now: ReadonlySet<Alike>;
  readonly then: ReadonlySet<Alike>;
}

function wordOf(some: ReadonlySet<Alike>, isUnsafe: (alike: Alike) => boolean): Word {
  const unsafe = [...some].filter(isUnsafe).length;
  if (unsafe === 0) return 'safe';
  return unsafe === some.size ? 'unsafe' : 'inconclusive';
}

/** Thousands of disks are a few machines, and these behave in fewer ways. */
function alikeness() {
  const known = new Map<string, Alike>();
  const byBehaviour = new Map<string, Alike>();
  return (configuration: Configuration, faults: readonly FaultId[]): Alike => {
    const key = `${faults.join()} ${keyOf(configuration)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const storage = storageFactorOf(configuration, faults);
    const behaviours = behavioursOf(guestFactorOf(configuration), storage);
    const { guest } = configuration;
    const text = `${guest.kernel} ${guest.mount} ${JSON.stringify(behaviours)}`;
    const alike = byBehaviour.get(text) ?? { behaviours, guest };
    byBehaviour.set(text, alike);
    known.set(key, alike);
    return alike;
  };
}

/** Where all behaves as before nothing has to be judged, and for most machines it does. */
function differencesIn(newer: readonly NewerCandidates[]): readonly Difference[] {
  const alikeOf = alikeness();
  return newer.flatMap((each) => {
    const { disk, site, candidates } = each.subject;
    const faults = judgedFaults(disk, site);
    const ways = ({ configurations }: Candidates) =>
      new Set(configurations.map((configuration) => alikeOf(configuration, faults)));
    const [now, then] = [ways(candidates), ways(each.candidates)];
    const isSame = now.size === then.size && [...now].every((alike) => then.has(alike));
    return isSame ? [] : [{ ...each, now, then }];
  });
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
  if (!scenarios.some(isOneScript)) return [];
  const differences = differencesIn(newer);
  if (differences.length === 0) return [];
  const { judged } = await judgedScenarios(scenarios);
  const { workloadsOf, judge } = guestJudgeOf(judged);
  const isUnsafe = ({ behaviours, guest }: Alike) => {
    const workloads = workloadsOf(guest);
    return behaviours.some((behaviour) => judge(behaviour, workloads).kinds.length > 0);
  };
  const notes = new Map<DiskSubject, ConfigNote>();
  for (const { subject, least, release, ...ways } of differences) {
    if (notes.has(subject)) continue;
    const { disk, machine } = subject;
    const now = wordOf(ways.now, isUnsafe);
    const then = wordOf(ways.then, isUnsafe);
    if (now === then) continue;
    const message = `${diskName({ id: disk.id, machine })}: ${now} as QEMU ${least}, the least that its machine type allows, and ${then} as ${release}`;
    notes.set(subject, { rule: 'newer-qemu-differs', message, at: disk.at });
  }
  return [...notes.values()];
}
