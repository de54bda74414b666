import type { FaultOrNone } from '../../model/fault.js';
import type { Script } from '../../model/script.js';
import { type ViolationKind, violationKinds } from '../../model/verdict.js';
import type { Stack } from '../../stack/stack.js';
import { attemptRecorded } from '../attempt.js';
import type { Minimal } from '../minimise/minimal.js';
import type { Workload } from '../workload.js';

/** Failures that the scenario file remembers and that happen here too. */
export function pinnedFailures(
  workload: Workload,
  script: Script,
  stack: Stack,
  fault: FaultOrNone,
): readonly { readonly kind: ViolationKind; readonly minimal: Minimal }[] {
  const subject = { script, stack, fault, oracleOf: workload.oracleOf };
  return workload.scenario.pinned
    .filter((pinned) => pinned.fault === fault)
    .flatMap(({ powerCut, choices }) =>
      violationKinds.flatMap((kind) => {
        const attempt = attemptRecorded(subject, powerCut, choices, kind);
        return attempt === null ? [] : [{ kind, minimal: { subject, attempt } }];
      }),
    );
}
