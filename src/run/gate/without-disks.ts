import type { VmFile } from '../../model/vm-disk.js';
import { usageError } from '../usage-error.js';
import type { GatePlan } from './gate-plan.js';

const drivesMax = 3;

/** Whoever names a definition has to hear that none of its disks is judged, and why. */
export function warningsWithoutDisks(gate: GatePlan, names: readonly string[]): readonly string[] {
  const named = new Set(names);
  return gate.read.files
    .filter((file) => named.has(file.file) && !isJudged(gate, file))
    .map(({ file }) => `${file}: ${reasonOf(gate, file)}`);
}

function isJudged({ unjudged, refused }: GatePlan, { file, definitions }: VmFile): boolean {
  if (refused.some((machine) => machine.file === file)) return true;
  const left = new Set(unjudged.filter((drive) => drive.file === file).map(({ at }) => at));
  return definitions.some(({ disks }) => disks.some(({ at }) => !left.has(at)));
}

function reasonOf({ unjudged }: GatePlan, file: string): string {
  const drives = unjudged.filter((drive) => drive.file === file);
  if (drives.length === 0) return 'it defines no disk';
  const shown = drives.slice(0, drivesMax).map(({ id, reason }) => `${id}: ${reason}`);
  const left = drives.length - shown.length;
  const more = left === 0 ? '' : `; and ${left} more`;
  return `no disk of it is judged (${shown.join('; ')}${more})`;
}

/**
 * Nothing to judge at all is no pass: the wrong file was named, or its disks are where nobody looks.
 *
 * @throws UsageError where no definition has a drive of any kind.
 */
export function checkDisksFound(
  { read, refused }: Pick<GatePlan, 'read' | 'refused'>,
  names: readonly string[],
): void {
  const definitions = read.files.flatMap((file) => file.definitions);
  const hasDrives = definitions.some(
    ({ disks, skipped }) => disks.length > 0 || skipped.length > 0,
  );
  if (hasDrives || refused.some(({ verdict }) => verdict === 'unsafe')) return;
  const unread = definitions.flatMap(({ notes }) =>
    notes.filter(({ rule }) => rule === 'unreadable'),
  );
  const [first] = unread;
  const help = first === undefined ? 'blkcheck config shows what is read of a file' : first.message;
  throw usageError(`no disk is found in ${names.join(', ')}`, help);
}
