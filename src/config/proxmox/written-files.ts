import type { ConfigNote } from '../../model/vm-disk.js';
import { openNote } from '../draft.js';
import { positionAt, type SourceText } from '../text.js';

const file = /\/etc\/pve\/(?:nodes\/[^\s/]+\/)?qemu-server\/[^\s;&|]*/;
const writes = /(^|[^0-9<&-])>|\b(tee|sed|perl|awk|ed)\b/;
const copies = /\b(cp|mv|ln|install|rsync)\b/;
/** Keys of drives and of what they hang on, and what only the script knows. */
const ofDisks =
  /\b(args|scsi|virtio|sata|ide|efidisk|cache|aio|snapshot|machine|bios|arch|ostype)|[$`]|<<|\|/;

/** Beyond this nobody reads them. */
const notesMax = 10;

/** Lines of a script that change the file of a VM, past `qm`. */
export function writtenFiles(source: SourceText): readonly ConfigNote[] {
  const notes: ConfigNote[] = [];
  for (const start of source.lineStarts) {
    if (notes.length >= notesMax) break;
    const end = source.text.indexOf('\n', start);
    const line = source.text.slice(start, end === -1 ? undefined : end);
    if (!line.includes('/etc/pve/') || !mayChangeDisks(line)) continue;
    const at = positionAt(source, { start: start + line.search(/\S/), end: start + line.length });
    const message = "the VM's file is changed here: what that makes of its disks is not known";
    notes.push(openNote('unreadable', message, at));
  }
  return notes;
}

function mayChangeDisks(line: string): boolean {
  const match = file.exec(line);
  if (match === null || /^\s*#/.test(line)) return false;
  const before = line.slice(0, match.index);
  const behind = line.slice(match.index + match[0].length);
  if (copies.test(before)) return /^["']?\s*($|[;&|])/.test(behind);
  return writes.test(before) && ofDisks.test(before + behind);
}
