/** As they are named on the command line; without `sharing` each row has a proof of its own. */
export const reductions = [
  { id: 'crash-points', sentence: 'the fault strikes only where it can show something new' },
  { id: 'lazy-schedule', sentence: 'requests complete as late as the guest lets them' },
  { id: 'partial-order', sentence: 'of events whose order nobody can tell, one order is followed' },
  { id: 'seen-states', sentence: 'a machine in a state that was seen before is left' },
  { id: 'lazy-states', sentence: 'only what a judge reads is decided' },
  { id: 'shared-decisions', sentence: 'what several sectors depend on is decided once' },
  { id: 'checksums', sentence: 'a checksum is one question with two answers' },
  { id: 'shared-recovery', sentence: 'a recovery goes on from where its disk may differ' },
  { id: 'harsher-faults', sentence: 'what a fault cannot break, no milder one is asked to break' },
  { id: 'sharing', sentence: 'configurations that make the same machine share a proof' },
] as const;
export type ReductionName = (typeof reductions)[number]['id'];
