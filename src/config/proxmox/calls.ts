import type { Command } from '../shell/reading.js';
import { isUnknown, partOf, sliceOf, startsUnknown, type Word } from '../shell/word.js';
import type { SourceText } from '../text.js';
import { idAndRest, idAt, idOption, isIdOf, type Words } from './id-words.js';
import type { IdWord } from './machine-ids.js';

/** What one command of a script does to a machine of Proxmox VE. */
export type Call = { readonly at: Word; readonly id: IdWord | null } & (
  | { readonly kind: 'options'; readonly isNew: boolean; readonly words: readonly Word[] }
  | { readonly kind: 'template' }
  | { readonly kind: 'unlink'; readonly drives: readonly string[] }
  | { readonly kind: 'copy'; readonly of: IdWord | null; readonly done: string }
  /** @property drive - null for a volume that is not attached */
  | { readonly kind: 'import'; readonly drive: Word | null; readonly storage: Word }
  /** It may do anything to any of them. */
  | { readonly kind: 'unread' }
);

const programs = /^(.*\/)?(qm|pvesh|qmrestore)$/;

export const isProgram = (word: string): boolean => programs.test(word);

/** Options that make disks, or change what they hang on. */
const ofDisks = /^--?(ide|sata|scsi|virtio|efidisk|args|machine|bios|delete|ostype|arch)/;

const concernsDisks = (words: readonly Word[]): boolean =>
  words.some(({ text }) => ofDisks.test(text));

/** null where it does nothing to a disk. */
export function callOf(source: SourceText, { words }: Command): Call | null {
  const named = words.findIndex(({ text }) => isProgram(text));
  const index = named === -1 ? words.findIndex((_, at) => mayBeQm(words.slice(at))) : named;
  const program = words[index];
  if (program === undefined) return null;
  const own = { source, program, words: words.slice(index + 1) };
  if (/qmrestore$/.test(program.text)) return copied(own, 1, 'restored');
  return /pvesh$/.test(program.text) ? pveshCall(own) : qmCall(own);
}

/** `"$QM" set 100 --scsi0 ...`: what only the script knows, before words of qm's. */
function mayBeQm([program, verb, target, ...options]: readonly Word[]): boolean {
  if (program === undefined || !startsUnknown(program)) return false;
  return (
    /^(create|set)$/.test(verb?.text ?? '') && isIdOf(target, options) && concernsDisks(options)
  );
}

/** PVE/CLI/qm.pm, $cmddef: the verbs, their older names, and what stands behind them. */
function qmCall(own: Words): Call | null {
  const { words } = own;
  const [first, second] = words;
  if (first === undefined) return null;
  if (isUnknown(first.text)) return unknownVerb(own);
  const isOfDisk = first.text === 'disk';
  const verb = isOfDisk ? `disk ${second?.text ?? ''}` : first.text;
  const target = isOfDisk ? 2 : 1;
  switch (verb) {
    case 'create':
    case 'set':
      return optionsCall(own, verb === 'create');
    case 'clone':
      return copied(own, 2, 'cloned', 1);
    case 'import':
    case 'importovf':
      return copied(own, 1, 'imported');
    case 'template':
      return { kind: 'template', at: first, id: idAt(own, 1) };
    case 'unlink':
    case 'disk unlink':
      return unlinked(own, target);
    case 'importdisk':
    case 'disk import':
      return imported(own, target);
    default:
      return null;
  }
}

/** `qm "$@"`, `qm $VERB 100 --scsi0 ...` */
function unknownVerb(own: Words): Call | null {
  if (concernsDisks(own.words)) return optionsCall(own, false);
  return own.words.length === 1 ? { kind: 'unread', at: own.program, id: null } : null;
}

function optionsCall(own: Words, isNew: boolean): Call | null {
  const { words, program } = own;
  const [, target, ...options] = words;
  if (target?.text.startsWith('-') === true) {
    const id = idOption(own, 'vmid') ?? idAt(own, words.length - 1);
    return { kind: 'options', at: program, id, isNew, words: words.slice(1) };
  }
  if (!isIdOf(target, options)) return null;
  const { id, rest } = idAndRest(own, 1);
  return { kind: 'options', at: program, id, isNew, words: [...rest, ...options] };
}

function copied(own: Words, target: number, done: string, of?: number): Call | null {
  const id = idAt(own, target);
  if (id === null || !isIdOf(id.word, own.words.slice(target + 1))) return null;
  return { kind: 'copy', at: own.program, id, of: of === undefined ? null : idAt(own, of), done };
}

function unlinked(own: Words, target: number): Call | null {
  const drives = optionOf(own.words, 'idlist')?.text.split(/[\s,;]+/);
  if (drives === undefined) return null;
  return { kind: 'unlink', at: own.program, id: idAt(own, target), drives };
}

/** Without a drive of its own, or as `unused0`, the image is not attached: importdisk of PVE/CLI/qm.pm. */
function imported(own: Words, target: number): Call | null {
  const named = optionOf(own.words, 'target[-_]disk');
  const drive = named === undefined || /^unused/.test(named.text) ? null : named;
  const storage = own.words[target + 2];
  if (storage === undefined || storage.text.startsWith('-')) return null;
  return { kind: 'import', at: own.program, id: idAt(own, target), drive, storage };
}

function optionOf(words: readonly Word[], name: string): Word | undefined {
  const index = words.findIndex(({ text }) => new RegExp(`^--?${name}(=|$)`).test(text));
  const word = words[index];
  if (word === undefined) return undefined;
  const equals = word.text.indexOf('=');
  return equals === -1 ? words[index + 1] : partOf(word, equals + 1);
}

const ofMachines = /\/qemu(?:\/([^/]+)(?:\/(config|clone))?)?\/?$/;

/** `pvesh set /nodes/N/qemu/100/config ...` */
function pveshCall(own: Words): Call | null {
  const { words, program } = own;
  const [verb, path, ...options] = words;
  if (path === undefined || !/^(create|set)$/.test(verb?.text ?? '')) return null;
  const isCreate = verb?.text === 'create';
  const found = ofMachines.exec(path.text);
  if (found === null) {
    const isOpen = isUnknown(path.text) && concernsDisks(options);
    return isOpen
      ? { kind: 'options', at: path, id: idAt(own, 1), isNew: false, words: options }
      : null;
  }
  const [, number, part] = found;
  const id = number === undefined ? idOption(own, 'vmid') : idIn(own, path, number);
  if (part === 'clone') {
    return { kind: 'copy', at: program, id: idOption(own, 'newid'), of: id, done: 'cloned' };
  }
  // POST to a VM's own config changes it.
  return { kind: 'options', at: path, id, isNew: isCreate && number === undefined, words: options };
}

/** A part of a path. */
function idIn({ source }: Words, path: Word, number: string): IdWord {
  const start = path.text.lastIndexOf(`/${number}`) + 1;
  const word = sliceOf(path, start, start + number.length);
  const written = word.pieces.map((piece) => source.text.slice(piece.start, piece.end)).join('');
  return { word, written };
}
