import { type FoundCalls, lineStartOf, type ProgramFinder } from '../shell/finder.js';
import { ownWords } from '../shell/own-words.js';
import { findCalls } from '../shell/programs.js';
import type { Command } from '../shell/reading.js';
import { containers, wordRunners } from '../shell/runners.js';
import { isUnknown, startsUnknown, unknownMark, type Word } from '../shell/word.js';
import { withInput } from '../shell/xargs.js';
import type { SourceText } from '../text.js';

/** One start of QEMU: its program, and the words after it. */
export interface QemuCommand {
  /** '' where the program is a variable's value. */
  readonly binary: string;
  readonly at: Word;
  readonly words: readonly Word[];
  /** `set --` has them for a start that comes later, and may have more by then. */
  readonly isGathered?: true;
}

/** The architecture may be a variable's. */
const system = `qemu-system-[\\w${unknownMark}-]+`;
const program = new RegExp(
  `(^|[\\\\/])(?<!/dev/)(${system}|qemu-kvm|kvm-spice|kvm|qemu)(\\.exe)?$`,
);
/** None of these is a word of something else, as in `trace-cmd record -e kvm`. */
const named = new RegExp(`(^|[\\\\/])(${system}|qemu-kvm|kvm-spice)(\\.exe)?$`);
const surely = /(^|[\\/])qemu-system-/;
const typical = /^--?(drive|blockdev|device|hd[abcd]|cdrom|m|machine|M|readconfig|pflash)$/;
const ofDisks = /^--?(drive|blockdev|device|hd[abcd]|readconfig)$/;
/** A question, after which QEMU ends. */
const asking = /^(help|\?|--?(help|version))$/;

const lineStart = lineStartOf('qemu-system-\\w+|qemu-kvm|kvm-spice|kvm|qemu');

const finderFor = (text: string): ProgramFinder<QemuCommand> => ({
  callOf: (command) => qemuOf(command, text),
  endOf: ({ words }) => words.at(-1)?.end ?? 0,
  lineStart,
  isScriptWord: isProgram,
});

const isProgram = (word: string): boolean => program.test(word);

export function findQemuCommands({ text, file }: SourceText): FoundCalls<QemuCommand> {
  const { calls, error } = findCalls(text, finderFor(text), file);
  // Where a program is started, options on lines of their own are notes that nothing starts.
  const started = calls.filter(({ at }) => !at.text.startsWith('-'));
  return { calls: withoutGathered(started.length > 0 ? started : calls), error };
}

/** Drives that `set --` gathered are those of the call that a later command makes of all of them. */
function withoutGathered(calls: readonly QemuCommand[]): readonly QemuCommand[] {
  if (!calls.some(({ isGathered }) => isGathered)) return calls;
  const last = new Map(
    calls.flatMap(({ words }, index) => words.map((word) => [writtenAt(word), index] as const)),
  );
  return calls.filter(({ isGathered, words }, index) => {
    const drives = words.filter(isOfDisks);
    const isOwn = (word: Word): boolean => (last.get(writtenAt(word)) ?? 0) <= index;
    return !isGathered || (drives.length > 0 ? drives : words).some(isOwn);
  });
}

const writtenAt = ({ pieces, start }: Word): number => pieces[0]?.start ?? start;

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

/** What looks for processes by their name. */
const processes = /^(.*\/)?(killall|pkill|pgrep|pidof)$/;

/** The part of a command that is QEMU's; null where it starts something else. */
function qemuOf(command: Command, text: string): QemuCommand | null {
  const [first, second, ...others] = ownWords(command);
  const isSet = first?.text === 'set' && second?.text === '--';
  if (!isSet) return startOf(withInput(command.words, isProgram), text);
  const call = startOf(others, text) ?? gathered(first, others);
  if (call === null) return null;
  // Bare options are no notes here, and of which program they are is not known.
  const isBare = call.at.text.startsWith('-');
  return { ...call, ...(isBare ? { binary: '', at: first } : {}), isGathered: true };
}

function startOf(words: readonly Word[], text: string): QemuCommand | null {
  const sure = words.findIndex(({ text }) => named.test(text));
  const index = sure === -1 ? words.findIndex(({ text }) => program.test(text)) : sure;
  const word = words[index];
  const after = words.slice(index + 1);
  const inContainer = words.some(({ text }) => containers.test(text));
  if (!(word === undefined && inContainer) && isNoStart(after)) return null;
  const before = words.slice(0, Math.max(index, 0));
  if (before.some(({ text }) => packageManager.test(text) || processes.test(text))) return null;
  if (
    word !== undefined &&
    (surely.test(word.text) ||
      after.some(({ text }) => typical.test(text)) ||
      isNamed(words, index))
  ) {
    const isKnown = !isUnknown(word.text.replace(/^.*[\\/]/s, ''));
    const own = inContainer ? withoutImage(before, after) : after;
    return { binary: isKnown ? word.text : '', at: word, words: own };
  }
  const [first] = words;
  if (first === undefined || !words.some(isOfDisks)) return null;
  if (/^--?[A-Za-z]/.test(first.text)) return { binary: 'qemu-system-x86_64', at: first, words };
  const unknown = unknownProgram(words);
  const started = words[unknown];
  if (started === undefined) return null;
  // A list may hold options behind the program.
  const isList = aList.test(text.slice(started.start, started.end));
  return { binary: '', at: first, words: words.slice(isList ? unknown : unknown + 1) };
}

/** `docker run --entrypoint qemu-kvm IMAGE -drive ...`, `docker run tianon/qemu start-qemu -drive ...`. */
function withoutImage(before: readonly Word[], after: readonly Word[]): readonly Word[] {
  const [first, ...others] = after;
  const isImage = before.some(({ text }) => /^--entrypoint(=|$)/.test(text));
  const isCommand =
    first !== undefined && /^[\w-]+$/.test(first.text) && !first.text.startsWith('-');
  return isImage || isCommand ? others : after;
}

/** `qemu-kvm "$@"`: the command's own name, or behind what starts it, before words that are not known. */
function isNamed(words: readonly Word[], index: number): boolean {
  const own = ownWords({ words });
  const word = words[index];
  const isFirst = own[0] === word || (startsWords(own) && own[1] === word);
  return isFirst && named.test(word?.text ?? '') && words.slice(index).some(startsUnknown);
}

const startsWords = ([first]: readonly Word[]): boolean => wordRunners.test(first?.text ?? '');

const aList = /^"?\$(@|\{@|\{\w+\[@\])/;

/** `--device /dev/kvm` is an option of what starts containers; QEMU's has one dash, mostly. */
function isOfDisks({ text }: Word): boolean {
  return ofDisks.test(text) && text !== '--device';
}

/** `set -- "$@" -drive ...` gathers words of a start that comes later: which, is not known. */
function gathered(at: Word, words: readonly Word[]): QemuCommand | null {
  const hasDrive = words.some(({ text }) => /^-(drive|blockdev|hd[abcd])$/.test(text));
  return hasDrive ? { binary: '', at, words } : null;
}

/** Where a variable's value is the program: before all options, but for those of what starts it. */
function unknownProgram(words: readonly Word[]): number {
  const unknown = words.findIndex(({ text }) => isUnknown(text));
  const option = words.findIndex(({ text }) => text.startsWith('-'));
  if (unknown === -1 || unknown < option) return unknown;
  const own = ownWords({ words });
  const started = startedBy(own);
  return started === -1 ? -1 : words.length - own.length + started;
}

/** `sudo -E $QEMU -m 1`, `docker run --rm $IMAGE -m 1`: which of the words is started, as far as it is unknown. */
function startedBy(own: readonly Word[]): number {
  const isProgram = ({ text }: Word, index: number): boolean =>
    isUnknown(text) && !/^(-|\w+=)/.test(text) && isOption(own[index + 1]);
  const container = own.findIndex(({ text }) => containers.test(text));
  if (container !== -1)
    return own.findIndex((word, index) => index > container && isProgram(word, index));
  if (!wordRunners.test(own[0]?.text ?? '')) return -1;
  const isOwn = ({ text }: Word, index: number): boolean =>
    wordRunners.test(text) || /^(-|\w+=|[\d.:,-]+\w?$)/.test(text) || isOption(own[index - 1]);
  const started = own.findIndex((word, index) => isProgram(word, index) || !isOwn(word, index));
  const word = own[started];
  return word !== undefined && isProgram(word, started) ? started : -1;
}

const isOption = (word: Word | undefined): boolean => word?.text.startsWith('-') ?? false;
