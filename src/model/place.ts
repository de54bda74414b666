/** Everything that can hold a write, from the guest down to the medium. */
export const places = [
  'guest-memory',
  'device-queue',
  'qemu-memory',
  'host-memory',
  'controller-cache',
  'disk-cache',
  'medium',
] as const;
export type Place = (typeof places)[number];
