/** Whether a text may have a waiver in it: only then what reads waivers is loaded. */
export function mayWaive(text: string): boolean {
  return text.includes('blkcheck-waive:');
}
