/**
 * What makes a proof affordable. Each can be switched off, and then the same is found with more
 * work; docs/exhaustive.md says why.
 */
export interface Reductions {
  /** The fault strikes only where what could be found before it can no longer be found after. */
  readonly crashPoints: boolean;
  /** Completions come as late as the guest lets them, submissions as early. */
  readonly lazySchedule: boolean;
  /** A machine in a state that was seen before is left. */
  readonly seenStates: boolean;
  /** Only what a judge reads is decided. */
  readonly lazyStates: boolean;
  /** A checksum is one question with two answers. */
  readonly checksums: boolean;
  /** A recovery goes on from where its disk may differ, instead of starting again. */
  readonly sharedRecovery: boolean;
}

export const allReductions: Reductions = {
  crashPoints: true,
  lazySchedule: true,
  seenStates: true,
  lazyStates: true,
  checksums: true,
  sharedRecovery: true,
};

export const noReductions: Reductions = {
  crashPoints: false,
  lazySchedule: false,
  seenStates: false,
  lazyStates: false,
  checksums: false,
  sharedRecovery: false,
};
