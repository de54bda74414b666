export const configRules = [
  'refused-by-qemu',
  'write-errors-ignored',
  'passthrough',
  'unreadable',
  'no-effect',
  'next-start',
  'newer-qemu-differs',
] as const;
/** What is wrong or worth knowing beside the settings themselves. */
export type ConfigRule = (typeof configRules)[number];
