import type { ConfigNote } from '../model/vm-disk.js';
import { isCommentLine } from './comments.js';
import { openNote } from './draft.js';
import { type DefinitionFormat, isPage, isScript, qmListed } from './formats.js';
import { isOfScripts, laterChanges } from './later-changes.js';
import { limits } from './limits.js';
import { foreignStarts } from './qemu/foreign-starts.js';
import { positionAt, type SourceText } from './text.js';

interface Beside {
  readonly message: string;
  readonly sign: RegExp;
  /** Its reader tells what it does not read of these. */
  readonly readBy?: DefinitionFormat;
}

const besides: readonly Beside[] = [
  {
    message: 'what this task of Ansible makes is not read',
    sign: /(?<=^[ \t]*(?:-[ \t]+)?)(?:[\w.]+\.)?(?:proxmox_(?:kvm|disk)|incus_instance|lxd_container|ovirt_(?:vm|disk)|cs_instance|one_vm|os_server|openstack\.cloud\.server)[ \t]*:/gm,
  },
  {
    message: 'what the image of this container starts is not read',
    sign: /(?<=\bimage:[ \t]*["']?)(?:[\w.-]+\/)?(?:dockurr?|qemux|qemus|sickcodes)\/[\w-]+/g,
  },
  {
    message: 'a list of arguments of qm is not read',
    sign: qmListed,
    readBy: 'proxmox',
  },
  {
    message: 'what is served here drops flushes, and whose disk it is, is not known',
    sign: /\bqemu-nbd\b[^\n;|]{0,500}?(?:--cache[= ]|-t[ ]?)unsafe\b/g,
  },
  {
    message: 'what is served here drops flushes, and whose disk it is, is not known',
    sign: /\bqemu-storage-daemon\b[^\n;|]{0,2000}?\bno-flush["']?[=:][ ]?(?:on|true)\b/g,
  },
];

/** Starts and changes of machines that stand in a text beside what was read of it in some formats. */
export function besidesIn(
  source: SourceText,
  read: readonly DefinitionFormat[],
): readonly ConfigNote[] {
  if (isPage(source.file)) return [];
  return [...unread(source, read), ...ofScript(source, read)];
}

/** Readers of scripts have told of these. */
function ofScript(source: SourceText, read: readonly DefinitionFormat[]): readonly ConfigNote[] {
  if (!isScript(source.text, source.file)) return [];
  const changes = read.some(isOfScripts) ? [] : laterChanges(source);
  return [...changes, ...(read.includes('qemu') ? [] : foreignStarts(source))];
}

function unread(source: SourceText, read: readonly DefinitionFormat[]): readonly ConfigNote[] {
  const { text } = source;
  return besides
    .filter(({ readBy }) => readBy === undefined || !read.includes(readBy))
    .flatMap(({ message, sign }) =>
      [...text.matchAll(sign)]
        .filter(({ index }) => !isComment(text, index))
        .map(({ index, 0: found }) => {
          const at = positionAt(source, { start: index, end: index + found.length });
          return openNote('unreadable', message, at);
        }),
    )
    .slice(0, limits.notes);
}

const isComment = (text: string, index: number): boolean =>
  isCommentLine(text.slice(text.lastIndexOf('\n', index - 1) + 1, index));
