/**
 * What makes a proof affordable. Each can be switched off, and then the same is found with more
 * work; docs/exhaustive.md says why.
 */
export interface Reductions {
  /** The fault strikes only where what could be found before it can no longer be found after. */
  readonly crashPoints: boolean;
  /** Completions come as late as the guest lets them, submissions as early. */
  readonly lazySchedule: boolean;
  /** Of events that nobody can tell the order of, one order is followed. */
  readonly partialOrder: boolean;
  /** A machine in a state that was seen before is left. */
  readonly seenStates: boolean;
  /** Only what a judge reads is decided. */
  readonly lazyStates: boolean;
  /** What several sectors depend on is decided once, for all of them. */
  readonly sharedDecisions: boolean;
  /** A checksum is one question with two answers. */
  readonly checksums: boolean;
  /** A recovery goes on from where its disk may differ, instead of starting again. */
  readonly sharedRecovery: boolean;
  /** What a fault cannot break is not looked for under one that takes less. */
  readonly harsherFaults: boolean;
}

export const allReductions: Reductions = {
  crashPoints: true,
  lazySchedule: true,
  partialOrder: true,
  seenStates: true,
  lazyStates: true,
  sharedDecisions: true,
  checksums: true,
  sharedRecovery: true,
  harsherFaults: true,
};

export const noReductions: Reductions = {
  crashPoints: false,
  lazySchedule: false,
  partialOrder: false,
  seenStates: false,
  lazyStates: false,
  sharedDecisions: false,
  checksums: false,
  sharedRecovery: false,
  harsherFaults: false,
};
