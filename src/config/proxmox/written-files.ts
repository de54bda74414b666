import type { ConfigNote } from '../../model/vm-disk.js';
import { openNote } from '../draft.js';
import { positionAt, type SourceText } from '../text.js';

const folder = String.raw`/etc/pve/(?:nodes/[^\s/]+/)?qemu-server\b`;
const file = new RegExp(String.raw`(?:${folder}/|\$\{?([A-Za-z_]\w*)\}?)[^\s;&|"')]*`, 'g');
/** Variables that hold the file, or the folder that it is in. */
const naming = new RegExp(String.raw`\b([A-Za-z_]\w*)=["']?${folder}`, 'g');
const writes = /(^|[^0-9<&-])>|\b(tee|ed)\b|\b(sed|perl|g?awk)\b.*\s(-\w*i|--in-place)/;
/** As in Python's `open(FILE, 'a')`. */
const opens = /^["']?\s*,\s*["'][aw]/;
const copies = /\b(cp|mv|ln|install|rsync)\b/;
/** Keys of drives and of what they hang on, and what only the script knows. */
const ofDisks =
  /\b(args|scsi|virtio|sata|ide|efidisk|cache|aio|snapshot|machine|bios|arch|ostype)|[$`]|<<|\|/;

/** With those that a backslash continues. */
const lines = /^(?:[^\n]*\\\r?\n)*[^\n]+/gm;

/** Beyond this nobody reads them. */
const notesMax = 10;

/** Lines of a script that change the file of a VM, past `qm`. */
export function writtenFiles(source: SourceText): readonly ConfigNote[] {
  const notes: ConfigNote[] = [];
  const named = new Set([...source.text.matchAll(naming)].map(([, name = '']) => name));
  for (const { index: start, 0: line } of source.text.matchAll(lines)) {
    if (notes.length >= notesMax) break;
    if (!mayChangeDisks(line, named)) continue;
    const at = positionAt(source, { start: start + line.search(/\S/), end: start + line.length });
    const message = "the VM's file is changed here: what that makes of its disks is not known";
    notes.push(openNote('unreadable', message, at));
  }
  return notes;
}

/** The file stands there by its name, or by that of a variable. */
function mayChangeDisks(line: string, named: ReadonlySet<string>): boolean {
  if (/^\s*#/.test(line)) return false;
  return [...line.matchAll(file)].some((match) => {
    const [words, name] = match;
    const before = line.slice(0, match.index);
    const behind = line.slice(match.index + words.length);
    return (name === undefined || named.has(name)) && isChanged(before, behind);
  });
}

function isChanged(before: string, behind: string): boolean {
  if (copies.test(before)) return /^["']?\s*($|[;&|])/.test(behind);
  return opens.test(behind) || (writes.test(before) && ofDisks.test(before + behind));
}
