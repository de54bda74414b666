import type { Choice, ChoiceKind, PowerCut } from '../../model/choice.js';
import type { Operation, Script } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';
import { type Attempt, attempt, attemptRecorded } from '../attempt.js';
import { recordedChooser } from '../choosers.js';
import { isKinder, isSame, isSameDefect, type Minimal } from './minimal.js';
import { kinderSecond, withScript } from './minimise-second.js';
import { bystandersOf, removableGroups, withoutOperations } from './remove.js';

/**
 * Whether honest stacks keep the promises of a script: what must stay true of what is left. The
 * attempt says where to look first: the same cut and choices.
 */
export type IsHonest = (script: Script, attempt: Attempt) => boolean;

/** Returns what it was given where it helps nothing. */
type Step = (from: Minimal, kind: ViolationKind, isHonest: IsHonest | null) => Minimal;

/** What helps most comes first, and what is tried often comes when little is left to try it on. */
const steps: readonly Step[] = [
  dropTail,
  dropSchedule,
  dropBystanders,
  dropChoices,
  dropOperations,
  cutEarlier,
  kinderSecond,
];

/**
 * Makes a failure small without changing what it shows: an earlier cut, fewer operations, fewer
 * unkind choices, until no step helps. Making any choice that is left kind makes the failure go away.
 * Removing any operation does, or changes what is to blame, or makes the workload itself faulty.
 * Where the workload itself is in question (`isHonest` is null), its operations all stay.
 */
export function minimise(start: Minimal, kind: ViolationKind, isHonest: IsHonest | null): Minimal {
  let best = start;
  for (let unchanged = 0; ; )
    for (const step of steps) {
      const smaller = step(best, kind, isHonest);
      unchanged = smaller === best ? unchanged + 1 : 0;
      best = smaller;
      if (unchanged === steps.length) return best;
    }
}

function cutEarlier(from: Minimal, kind: ViolationKind): Minimal {
  const { choices } = from.attempt;
  for (let begun = 0; begun < from.attempt.begun; begun++) {
    const cut = { kind: 'after', begun, events: Number.MAX_SAFE_INTEGER } as const;
    const earlier = attempt(from.subject, cut, recordedChooser(choices), kind);
    // Without a fault there is no cut, and all of the script runs each time.
    const isEarlier = earlier !== null && earlier.begun < from.attempt.begun;
    if (isEarlier && isSameDefect(from, earlier)) return { ...from, attempt: earlier };
  }
  return from;
}

/** Operations that had not begun when the fault struck took no part. */
function dropTail(from: Minimal, kind: ViolationKind): Minimal {
  const { script } = from.subject;
  const { begunIn } = from.attempt;
  const unbegun = new Set(script.threads.flatMap((ids, thread) => ids.slice(begunIn[thread] ?? 0)));
  return unbegun.size === 0
    ? from
    : (retry(from, withoutOperations(script, unbegun), kind) ?? from);
}

/**
 * What is left of a long script is most often what the failure names, and the syncs in between. Choices
 * about others go with them; only where those are needed, they stay.
 */
function dropBystanders(from: Minimal, kind: ViolationKind, isHonest: IsHonest | null): Minimal {
  if (isHonest === null) return from;
  const { script } = from.subject;
  const { violation, choices } = from.attempt;
  const all = bystandersOf(script, violation, []);
  const others = bystandersOf(script, violation, choices);
  for (const removed of others.size < all.size ? [all, others] : [all]) {
    if (removed.size === 0 || removed.size === script.operations.length) continue;
    const smaller = retry(from, withoutOperations(script, removed), kind);
    if (smaller !== null && isHonest(smaller.subject.script, smaller.attempt)) return smaller;
  }
  return from;
}

/** Of a long script many neighbours at once, then fewer, then one by one: most have no part in it. */
function dropOperations(from: Minimal, kind: ViolationKind, isHonest: IsHonest | null): Minimal {
  if (isHonest === null) return from;
  let best = from;
  for (let together = mostTogether(from); together >= 1; together = Math.floor(together / 2))
    best = dropTogether(best, together, kind, isHonest);
  return best;
}

/** Where a dozen are left, most of them are needed, and one by one is quicker. */
function mostTogether({ subject: { script } }: Minimal): number {
  return 2 ** Math.floor(Math.log2(Math.max(script.operations.length / 6, 1)));
}

function dropTogether(
  from: Minimal,
  together: number,
  kind: ViolationKind,
  isHonest: IsHonest,
): Minimal {
  let best = from;
  const groups = [...removableGroups(from.subject.script)].reverse();
  for (let at = 0; at < groups.length; at += together) {
    const removed = new Set(groups.slice(at, at + together).flatMap((group) => [...group]));
    const script = withoutOperations(best.subject.script, removed);
    const { length } = script.operations;
    if (length === 0 || length === best.subject.script.operations.length) continue;
    const smaller = retry(best, script, kind);
    if (smaller !== null && isHonest(script, smaller.attempt)) best = smaller;
  }
  return best;
}

function isStruckBy({ operation }: PowerCut) {
  return ({ id }: Operation) => id === operation;
}

/** The same choices on another script; the cut moves to the last operation that is left. */
function retry(from: Minimal, script: Script, kind: ViolationKind): Minimal | null {
  const subject = withScript(from.subject, script);
  const { powerCut, choices } = from.attempt;
  const isStruck = powerCut.operation === 0 || script.operations.some(isStruckBy(powerCut));
  const same = isStruck ? attemptRecorded(subject, powerCut, choices, kind) : null;
  if (isSameDefect(from, same)) return { subject, attempt: same };
  const begun =
    from.attempt.begun - (from.subject.script.operations.length - script.operations.length);
  const cut = { kind: 'after', begun, events: powerCut.event } as const;
  const moved = attempt(subject, cut, recordedChooser(choices), kind);
  return isSameDefect(from, moved) ? { subject, attempt: moved } : null;
}

/** Most often only what is lost matters, and not when requests went out and came back. */
function dropSchedule(from: Minimal, kind: ViolationKind): Minimal {
  return dropAllBut(from, ['lose'], kind) ?? dropAllBut(from, ['lose', 'complete'], kind) ?? from;
}

function dropAllBut(
  from: Minimal,
  kept: readonly ChoiceKind[],
  kind: ViolationKind,
): Minimal | null {
  const { choices } = from.attempt;
  const fewer = choices.filter((choice) => kept.includes(choice.kind));
  if (choices.length - fewer.length < 2) return null;
  const kinder = withChoices(from, fewer, kind);
  return kinder && { ...from, attempt: kinder };
}

function dropChoices(from: Minimal, kind: ViolationKind): Minimal {
  let best = from;
  for (const choice of from.attempt.choices) {
    const fewer = best.attempt.choices.filter((other) => !isSame(other, choice));
    if (fewer.length === best.attempt.choices.length) continue;
    const kinder = withChoices(best, fewer, kind);
    if (kinder !== null) best = { ...best, attempt: kinder };
  }
  return best;
}

/** With the same cut: what makes it pass there makes the replay of it pass. */
function withChoices(
  from: Minimal,
  choices: readonly Choice[],
  kind: ViolationKind,
): Attempt | null {
  const same = attemptRecorded(from.subject, from.attempt.powerCut, choices, kind);
  return isKinder(from, same) ? same : null;
}
