/** What one run has done so far, as single numbers. */
export interface Counters {
  queue: number;
  inFlight: number;
  entries: number;
  submissions: number;
  completions: number;
  /** Of `completions`, those before the machine booted again, and one more; 0 on its first boot. */
  carried: number;
  /** Of `completions`, those that this QEMU has not seen, because another one carried them out. */
  inherited: number;
  /** Writes that QEMU's node has finished (write_gen); counted only where it matters. */
  finished: number;
  /** How many were, for the newest flush that has come back (flushed_gen). */
  finishedAtFlush: number;
  /** The fence that is being carried out; 0 for none. */
  fence: number;
  flushesInFlight: number;
  /** Steps of the machine so far; see `runUntil`. */
  events: number;
  begun: number;
  lastBegun: number;
  eventsSinceBegun: number;
  acknowledgements: number;
  hostSyncs: number;
  diskFlushes: number;
  vcpuStallUs: number;
}

/** Written out: copying from a template takes as long as several operations of a run. */
export function cleared(count: Counters): Counters {
  count.queue = 0;
  count.inFlight = 0;
  count.entries = 0;
  count.submissions = 0;
  count.completions = 0;
  count.carried = 0;
  count.inherited = 0;
  count.finished = 0;
  count.finishedAtFlush = 0;
  count.fence = 0;
  count.flushesInFlight = 0;
  count.events = 0;
  count.begun = 0;
  count.lastBegun = 0;
  count.eventsSinceBegun = 0;
  count.acknowledgements = 0;
  count.hostSyncs = 0;
  count.diskFlushes = 0;
  count.vcpuStallUs = 0;
  return count;
}
