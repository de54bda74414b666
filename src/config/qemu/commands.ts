import type { FoundCalls, ProgramFinder } from '../shell/finder.js';
import { findCalls } from '../shell/programs.js';
import type { Command } from '../shell/reading.js';
import { isUnknown, type Word } from '../shell/word.js';
import type { SourceText } from '../text.js';

/** One start of QEMU: its program, and the words after it. */
export interface QemuCommand {
  /** '' where the program is a variable's value. */
  readonly binary: string;
  readonly at: Word;
  readonly words: readonly Word[];
}

const program = /(^|[\\/])(?<!\/dev\/)(qemu-system-[\w-]+|qemu-kvm|kvm|qemu)(\.exe)?$/;
/** None of these is a word of something else, as in `trace-cmd record -e kvm`. */
const named = /(^|[\\/])(qemu-system-[\w-]+|qemu-kvm)(\.exe)?$/;
const surely = /(^|[\\/])qemu-system-/;
const typical = /^--?(drive|blockdev|device|hd[abcd]|cdrom|m|machine|M|readconfig|pflash)$/;
const ofDisks = /^--?(drive|blockdev|device|hd[abcd]|readconfig)$/;
/** A question, after which QEMU ends. */
const asking = /^(help|\?|--?(help|version))$/;

const finder: ProgramFinder<QemuCommand> = {
  callOf: qemuOf,
  endOf: ({ words }) => words.at(-1)?.end ?? 0,
  lineStart:
    /^[\s>$#%*`@]*(?:(?:CMD|ENTRYPOINT|RUN|command:|entrypoint:|run:|cmd:|script:)\s+)?(?=(sudo\s+|env\s+)?[\w./~${}-]*(qemu-system-\w+|qemu-kvm|kvm|qemu)\s)/gm,
  isScriptWord: (word) => program.test(word),
};

export function findQemuCommands({ text, file }: SourceText): FoundCalls<QemuCommand> {
  const { calls, error } = findCalls(text, finder, file);
  // Where a program is started, options on lines of their own are notes that nothing starts.
  const started = calls.filter(({ at }) => !at.text.startsWith('-'));
  return { calls: started.length > 0 ? started : calls, error };
}

/** A question, the name in a sentence or in a list of packages: QEMU takes one image without an option. */
function isNoStart(after: readonly Word[]): boolean {
  const [first, second] = after;
  if (first === undefined || after.some(({ text }) => asking.test(text))) return true;
  if (!after.some(({ text }) => text.startsWith('-') || isUnknown(text))) {
    return second !== undefined || !/[./\\]/.test(first.text);
  }
  return second !== undefined && [first, second].every(({ text }) => /^[A-Za-z]+$/.test(text));
}

const packageManager =
  /^(.*\/)?(apt|apt-get|aptitude|dnf|yum|microdnf|tdnf|apk|pacman|zypper|brew|emerge|opkg|pkg|xbps-install|choco|scoop|winget|snap|nix-env)$/;

/** The part of a command that is QEMU's; null where it starts something else. */
function qemuOf({ words }: Command): QemuCommand | null {
  const sure = words.findIndex(({ text }) => named.test(text));
  const index = sure === -1 ? words.findIndex(({ text }) => program.test(text)) : sure;
  const word = words[index];
  const after = words.slice(index + 1);
  if (isNoStart(after)) return null;
  if (words.slice(0, Math.max(index, 0)).some(({ text }) => packageManager.test(text))) return null;
  if (
    word !== undefined &&
    (surely.test(word.text) || after.some(({ text }) => typical.test(text)))
  ) {
    return { binary: word.text, at: word, words: after };
  }
  const [first] = words;
  if (first === undefined || !words.some(({ text }) => ofDisks.test(text))) return null;
  if (/^--?[A-Za-z]/.test(first.text)) return { binary: 'qemu-system-x86_64', at: first, words };
  const unknown = words.findIndex(({ text }) => isUnknown(text));
  const option = words.findIndex(({ text }) => text.startsWith('-'));
  if (unknown === -1 || unknown > option) return null;
  return { binary: '', at: first, words: words.slice(unknown + 1) };
}
