import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { Extent, Lba, VersionId } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';

export type RecoveryStep<Outcome> =
  | { readonly kind: 'read'; readonly lba: Lba }
  /** A checksum: are all sectors of the extent this write's? One answer, however many sectors. */
  | { readonly kind: 'verify'; readonly extent: Extent; readonly version: VersionId }
  | { readonly kind: 'done'; readonly outcome: Outcome };

/** To a read the version found, to a verify whether it holds. */
export type Answer = VersionId | boolean;

/**
 * A program's recovery as a step machine. Its state is plain data that nothing changes, so that a
 * search can keep one and go on from it with each answer that nature might give.
 */
export interface Recovery<State, Outcome> {
  readonly start: () => State;
  readonly next: (state: State) => RecoveryStep<Outcome>;
  readonly resume: (state: State, answer: Answer) => State;
  /** What the outcome breaks, of the kinds that are not excluded. */
  readonly judge: (
    outcome: Outcome,
    acknowledged: Pick<Aftermath, 'acknowledged'>,
    excluded: ReadonlySet<ViolationKind>,
  ) => Violation | null;
}

/** Whether all sectors of the extent show this write. */
export function verify(aftermath: Aftermath, { lba, sectorCount }: Extent, version: VersionId) {
  for (let sector = lba; sector < lba + sectorCount; sector += 1) {
    if (aftermath.read(sector) !== version) return false;
  }
  return true;
}

/** Runs a recovery to its end on one disk. */
export function recover<State, Outcome>(
  recovery: Recovery<State, Outcome>,
  aftermath: Aftermath,
): Outcome {
  let state = recovery.start();
  for (;;) {
    const step = recovery.next(state);
    if (step.kind === 'done') return step.outcome;
    const answer =
      step.kind === 'read'
        ? aftermath.read(step.lba)
        : verify(aftermath, step.extent, step.version);
    state = recovery.resume(state, answer);
  }
}
