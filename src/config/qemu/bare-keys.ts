import type { ConfigNote } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { type Options, positionOf } from './options.js';

/**
 * Booleans of drives, their drivers and the addresses of servers, which `key` alone switches on. They are those of
 * qapi/block-core.json, qapi/sockets.json and blockdev.c, from memory.
 */
const switches: ReadonlySet<string> = new Set([
  'auto-read-only',
  'blkverify',
  'copy-on-read',
  'direct',
  'discard-no-unref',
  'drop-cache',
  'floppy',
  'force-share',
  'ipv4',
  'ipv6',
  'keep-alive',
  'lazy-refcounts',
  'mptcp',
  'no-flush',
  'numeric',
  'pass-discard-other',
  'pass-discard-request',
  'pass-discard-snapshot',
  'read-only',
  'readonly',
  'rewrite-corrupted',
  'rw',
  'snapshot',
  'sslverify',
  'writeback',
  'x-check-cache-dropped',
]);

/** A blank before or in a key, as a line end within quotes leaves it: no option has one. */
export function blankKeys({ list }: Options): readonly ConfigNote[] {
  const found = list.find(({ key }) => /\s/.test(key) && key.trim() !== '');
  if (found === undefined) return [];
  const message = `QEMU has no option with a blank in its name (\`${found.key.trim()}\`): it does not start`;
  return [note('refused-by-qemu', message, positionOf(found))];
}

/** Parts of a -drive that are no `key=value`: a comma of a name that is not doubled ends the name there. */
export function bareKeys({ list }: Options): readonly ConfigNote[] {
  const found = list.find(({ key, span, source: { text } }) => {
    if (/\s/.test(key)) return false;
    const isBare = text.slice(span.start, span.end) === key;
    return isBare && key !== '' && !switches.has(key.replace(/^.*\./, ''));
  });
  if (found === undefined) return [];
  const message = `-drive has no option \`${found.key}\`, and QEMU does not start; a comma in a name is doubled`;
  return [note('refused-by-qemu', message, positionOf(found))];
}
