import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { Extent, Lba, VersionId } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';

export type RecoveryStep<State, Outcome> =
  | { readonly kind: 'read'; readonly lba: Lba }
  /** A checksum: are all sectors of the extent this write's? One answer, however many sectors. */
  | { readonly kind: 'verify'; readonly extent: Extent; readonly version: VersionId }
  /**
   * Goes on in several ways, none of which looks at what another finds. A search need not combine
   * the answers of one with those of the others. Where all of them can break one kind of promise
   * only, `finds` says so: who knows that it breaks, or does not ask, need not look.
   */
  | { readonly kind: 'each'; readonly states: readonly State[]; readonly finds?: ViolationKind }
  | { readonly kind: 'done'; readonly outcome: Outcome };

/** To a read the version found, to a verify whether it holds. */
export type Answer = VersionId | boolean;

/**
 * A program's recovery as a step machine. Its state is plain data that nothing changes, so that a
 * search can keep one and go on from it with each answer that nature might give.
 */
export interface Recovery<State, Outcome> {
  readonly start: () => State;
  readonly next: (state: State) => RecoveryStep<State, Outcome>;
  readonly resume: (state: State, answer: Answer) => State;
  /** What an outcome breaks, of the kinds that are not excluded. */
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

/** Runs a recovery to all of its ends on one disk. Returns the first violation. */
export function judgeRecovery<State, Outcome>(
  recovery: Recovery<State, Outcome>,
  aftermath: Aftermath,
  excluded: ReadonlySet<ViolationKind>,
  from: State = recovery.start(),
): Violation | null {
  for (let state = from; ; ) {
    const step = recovery.next(state);
    switch (step.kind) {
      case 'done':
        return recovery.judge(step.outcome, aftermath, excluded);
      case 'each':
        if (step.finds !== undefined && excluded.has(step.finds)) return null;
        for (const each of step.states) {
          const violation = judgeRecovery(recovery, aftermath, excluded, each);
          if (violation !== null) return violation;
        }
        return null;
      case 'read':
        state = recovery.resume(state, aftermath.read(step.lba));
        break;
      case 'verify':
        state = recovery.resume(state, verify(aftermath, step.extent, step.version));
    }
  }
}
