import type { FoundCalls, ProgramFinder } from '../shell/finder.js';
import { ownWords } from '../shell/own-words.js';
import { findCalls } from '../shell/programs.js';
import type { Command } from '../shell/reading.js';
import { isUnknown, unknownMark, type Word } from '../shell/word.js';
import type { SourceText } from '../text.js';

/** One start of QEMU: its program, and the words after it. */
export interface QemuCommand {
  /** '' where the program is a variable's value. */
  readonly binary: string;
  readonly at: Word;
  readonly words: readonly Word[];
}

/** The architecture may be a variable's. */
const system = `qemu-system-[\\w${unknownMark}-]+`;
const program = new RegExp(`(^|[\\\\/])(?<!/dev/)(${system}|qemu-kvm|kvm|qemu)(\\.exe)?$`);
/** None of these is a word of something else, as in `trace-cmd record -e kvm`. */
const named = new RegExp(`(^|[\\\\/])(${system}|qemu-kvm)(\\.exe)?$`);
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
function qemuOf(command: Command): QemuCommand | null {
  return gathered(command) ?? startOf(command.words);
}

function startOf(words: readonly Word[]): QemuCommand | null {
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
    const isKnown = !isUnknown(word.text.replace(/^.*[\\/]/s, ''));
    return { binary: isKnown ? word.text : '', at: word, words: after };
  }
  const [first] = words;
  if (first === undefined || !words.some(isOfDisks)) return null;
  if (/^--?[A-Za-z]/.test(first.text)) return { binary: 'qemu-system-x86_64', at: first, words };
  const unknown = unknownProgram(words);
  return unknown === -1 ? null : { binary: '', at: first, words: words.slice(unknown + 1) };
}

/** `--device /dev/kvm` is an option of what starts containers; QEMU's has one dash, mostly. */
function isOfDisks({ text }: Word): boolean {
  return ofDisks.test(text) && text !== '--device';
}

/** `set -- -drive ... "$@"` gathers words of a start that comes later: which, is not known. */
function gathered({ words }: Command): QemuCommand | null {
  const [first, second, ...others] = words;
  if (first?.text !== 'set' || second?.text !== '--') return null;
  const hasDrive = others.some(({ text }) => /^-(drive|blockdev|hd[abcd])$/.test(text));
  return hasDrive && !others.some(({ text }) => program.test(text))
    ? { binary: '', at: first, words: others }
    : null;
}

/** Programs that start the one after them, and have options of their own. */
const starters =
  /^(.*\/)?(sudo|doas|env|exec|nice|ionice|chrt|taskset|numactl|stdbuf|setsid|nohup|timeout|strace|prlimit|setpriv|cgexec)$/;

/** Where a variable's value is the program: before all options, but for those of what starts it. */
function unknownProgram(words: readonly Word[]): number {
  const unknown = words.findIndex(({ text }) => isUnknown(text));
  const option = words.findIndex(({ text }) => text.startsWith('-'));
  if (unknown === -1 || unknown < option) return unknown;
  const own = ownWords({ words });
  if (!starters.test(own[0]?.text ?? '')) return -1;
  const isProgram = ({ text }: Word, index: number): boolean =>
    isUnknown(text) && !/^(-|\w+=)/.test(text) && isOption(own[index + 1]);
  const isOwn = ({ text }: Word, index: number): boolean =>
    starters.test(text) || /^(-|\w+=|[\d.:,-]+\w?$)/.test(text) || isOption(own[index - 1]);
  const started = own.findIndex((word, index) => isProgram(word, index) || !isOwn(word, index));
  const word = own[started];
  const isFound = word !== undefined && isProgram(word, started);
  return isFound ? words.length - own.length + started : -1;
}

const isOption = (word: Word | undefined): boolean => word?.text.startsWith('-') ?? false;
