import type { ConfigNote } from '../model/vm-disk.js';
import { isCommentLine } from './comments.js';
import { note } from './draft.js';
import type { DefinitionFormat } from './formats.js';
import { positionAt, type SourceText } from './text.js';

const scripts: ReadonlySet<DefinitionFormat> = new Set([
  'qemu',
  'virt-install',
  'proxmox',
  'cloud-hypervisor',
]);

/** Whether texts of a format are scripts. */
export const isOfScripts = (format: DefinitionFormat): boolean => scripts.has(format);

/** What plugs a disk into a machine that runs, or changes one there: QEMU's monitors, and virsh. */
const calls: readonly RegExp[] = [
  /\b(drive_add|blockdev[-_]add|blockdev-reopen)\b/g,
  /\bdevice_add\b(?=.{0,200}?(\bblk\b|-blk-|scsi-(hd|block|generic|disk)|nvme|usb-storage|ide-hd|drive=|"drive"|\$))/gs,
  /\bvirsh\b[^\n;|&]{0,300}\b(attach-disk|attach-device|update-device|edit|qemu-monitor-command)\b/g,
  /\bch-remote\b[^\n;|&]{0,300}\badd-disk\b/g,
  /\bvirt-xml\b[^\n;|&]{0,300}--(disk|xml)\b/g,
  /\b(?:kubectl|oc)\b[^\n;|&]{0,300}\b(?:patch|edit)[ \t]+((?:vms?|vmis?|virtualmachine\w*)\b)/g,
  /\bvirtctl[ \t]+(addvolume)\b/g,
];

/** Beyond this nobody reads them. */
const notesMax = 10;

/** Disks that a script adds later are none of the machine's as it starts; somebody has to know of them. */
export function laterChanges(source: SourceText): readonly ConfigNote[] {
  const { text, lineStarts } = source;
  const found = calls.flatMap((pattern) => [...text.matchAll(pattern)]);
  const seen = new Set<number>();
  return found.flatMap(({ 0: call, 1: verb, index }) => {
    const start = positionAt(source, { start: index, end: index + 1 });
    const line = text.slice(lineStarts[start.line - 1] ?? 0, index);
    if (isCommentLine(line) || seen.has(start.line)) return [];
    seen.add(start.line);
    if (seen.size > notesMax) return [];
    const name = /^virsh/.test(call) ? `virsh ${verb}` : (/^[\w-]+/.exec(call)?.[0] ?? call);
    const message = `${name} changes the machine while it runs: what it does to disks is not read`;
    return [note('unreadable', message, start)];
  });
}
