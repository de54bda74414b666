/**
 * Virtual durations, for the stall of a vCPU only: they order alternatives and predict nothing.
 * One turn of a disk at 7,200 rpm is 60 s / 7,200 = 8.33 ms; the others are round numbers of
 * the right magnitude for a copy to memory and for a transfer to a disk's cache.
 */
export const latencyUs = {
  hostSync: 100,
  diskFlush: 8_333,
} as const;
