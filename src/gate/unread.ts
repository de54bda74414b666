import type { DiskSubject } from './judge-disk.js';

/** What nobody can read may make another disk of this one; '' for nothing. */
export function unreadOf({
  disk,
  machineNotes,
}: Pick<DiskSubject, 'disk' | 'machineNotes'>): string {
  const ofDisk = disk.notes.filter(({ rule }) => rule === 'unreadable');
  const ofMachine = machineNotes.filter(({ ofAllDisks }) => ofAllDisks === true);
  const [first, ...others] = [...ofDisk, ...ofMachine];
  if (first === undefined) return '';
  return `${first.message}${others.length === 0 ? '' : ` (and ${others.length} more)`}`;
}
