export const faultIds = [
  'guest-crash',
  'qemu-kill',
  'host-crash',
  'power-loss',
  'disk-power-loss',
  'node-loss',
  'io-error',
] as const;
/** What fails. Which places it erases is said by the catalogue, never by an order among faults. */
export type FaultId = (typeof faultIds)[number];

/** `none` is the control: the script runs to its end and the disk is read through the same path. */
export type FaultOrNone = FaultId | 'none';
