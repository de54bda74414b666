import type { Finding } from '../model/finding.js';
import type { ViolationKind } from '../model/verdict.js';
import type { Stack } from '../stack/stack.js';
import { attemptRecorded } from './attempt.js';
import type { ExamineJob } from './examine.js';
import { findingOf } from './finding.js';
import { contextOf } from './job-parts.js';
import type { Minimal } from './minimal.js';
import { type IsHonest, minimise } from './minimise.js';

/**
 * What was found on a machine that does the same, as a finding on this one: replayed here, so that it
 * has the blame of this machine, and made smaller again, because here another part may be enough.
 */
export function ownFinding(
  job: ExamineJob,
  stack: Stack,
  { subject, attempt }: Minimal,
  kind: ViolationKind,
  isHonest: IsHonest | null,
): Finding {
  const own = { ...subject, stack };
  const here = attemptRecorded(own, attempt.powerCut, attempt.choices, kind);
  if (here === null) throw new Error(`${job.id}: a ${kind} failure does not happen here`);
  const minimal = minimise({ subject: own, attempt: here }, kind, isHonest);
  return findingOf(minimal, kind, contextOf(job));
}
