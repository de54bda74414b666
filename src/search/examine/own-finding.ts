import type { Finding } from '../../model/finding.js';
import type { ViolationKind } from '../../model/verdict.js';
import type { Stack } from '../../stack/stack.js';
import { attemptRecorded } from '../attempt.js';
import type { Minimal } from '../minimise/minimal.js';
import { createMinimals } from '../minimise/minimals.js';
import { type IsHonest, minimise } from '../minimise/minimise.js';
import { NotAgainError } from '../minimise/not-again-error.js';
import { blamesAlike } from '../minimise/same-blame.js';
import { harmOf, signatureOf } from '../proof/signature.js';
import type { ExamineJob } from './examine.js';
import { findingOf } from './finding.js';
import { contextOf } from './job-parts.js';

const remembered = createMinimals();

/**
 * What was found on a machine that does the same, as a finding on this one: replayed here, so that it
 * has the blame of this machine. It is made smaller again where other failures show the same defect here
 * than did there, so that another part may be enough.
 */
export function ownFinding(
  job: ExamineJob,
  stack: Stack,
  found: Minimal,
  kind: ViolationKind,
  isHonest: IsHonest | null,
): Finding {
  const { fault } = found.subject;
  const key = `${harmOf(stack, fault, found.attempt)} ${signatureOf(stack)}`;
  const minimal = remembered(found.attempt, key, fault, () =>
    minimalHere(job, stack, found, kind, isHonest),
  );
  return findingOf(minimal, kind, contextOf(job));
}

function minimalHere(
  { id }: ExamineJob,
  stack: Stack,
  { subject, attempt }: Minimal,
  kind: ViolationKind,
  isHonest: IsHonest | null,
): Minimal {
  const own = { ...subject, stack };
  const isSmall = blamesAlike(subject.stack, stack);
  const here = attemptRecorded(own, attempt.powerCut, attempt.choices, kind, isSmall);
  if (here === null) throw new NotAgainError(`${id}: a ${kind} failure does not happen here`);
  const minimal = { subject: own, attempt: here };
  return isSmall ? minimal : minimise(minimal, kind, isHonest);
}
