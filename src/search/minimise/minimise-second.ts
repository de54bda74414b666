import type { Script } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';
import { lastIdOf } from '../../scenario/second-boot/second-boot.js';
import { attemptRecorded, type Subject } from '../attempt.js';
import { moved, type Strike } from '../second-strike.js';
import { isSame, isSameDefect, type Minimal } from './minimal.js';

/** The subject with fewer operations; those of the second boot are numbered after them. */
export function withScript(subject: Subject, script: Script): Subject {
  const { second } = subject;
  if (second === undefined) return { ...subject, script };
  return { ...subject, script, second: moved(second, subject.script, script) };
}

/** The second fault strikes as early as it can, and nature is as kind as it can be there. */
export function kinderSecond(from: Minimal, kind: ViolationKind): Minimal {
  const { second } = from.attempt;
  if (second === undefined) return from;
  let best = from;
  for (const operation of earlierThan(from, second)) {
    const { choices } = second;
    const earlier = trySecond(best, { powerCut: { operation, event: atLatest }, choices }, kind);
    if (earlier === null) continue;
    best = earlier;
    break;
  }
  for (const choice of second.choices) {
    const now = best.attempt.second ?? second;
    const choices = now.choices.filter((other) => !isSame(other, choice));
    if (choices.length === now.choices.length) continue;
    const later = { ...now.powerCut, event: atLatest };
    const kinder =
      trySecond(best, { ...now, choices }, kind) ??
      trySecond(best, { powerCut: later, choices }, kind);
    if (kinder !== null) best = kinder;
  }
  return best;
}

/** Before the next operation is begun. */
const atLatest = Number.MAX_SAFE_INTEGER;

function earlierThan({ subject }: Minimal, { powerCut }: Strike): readonly number[] {
  const first = lastIdOf(subject.script) + 1;
  const count = Math.max(powerCut.operation - first, 0);
  return powerCut.operation === 0
    ? []
    : [0, ...Array.from({ length: count }, (_, nth) => first + nth)];
}

function trySecond(from: Minimal, second: Strike, kind: ViolationKind): Minimal | null {
  const { powerCut, choices } = from.attempt;
  const found = attemptRecorded({ ...from.subject, second }, powerCut, choices, kind);
  if (!isSameDefect(from, found)) return null;
  return { subject: { ...from.subject, second: found.second ?? second }, attempt: found };
}
