import { readOptions } from '../qemu/options.js';
import { readCommands } from '../shell/commands.js';
import { type Command, type ScriptError, shell } from '../shell/reading.js';
import { scriptVariables } from '../shell/variables.js';
import { isUnknown, partOf, type Word } from '../shell/word.js';
import { positionAt, type SourceText } from '../text.js';
import type { Setting, Settings } from './settings.js';

export interface ScriptVms {
  readonly vms: readonly Settings[];
  readonly error: ScriptError | null;
}

interface Draft {
  readonly at: Settings['at'];
  readonly entries: Map<string, Setting>;
}

/** `qm create` and `qm set` of a script, put together by VM in the order of the script. */
export function readScript(source: SourceText): ScriptVms {
  const { text } = source;
  const dialect = { ...shell, variables: scriptVariables(text) };
  const { commands, error } = readCommands(text, dialect);
  const vms = new Map<string, Draft>();
  for (const command of commands) {
    const call = callOf(text, command);
    if (call === null) continue;
    const known = vms.get(call.vm);
    const draft = known ?? { at: positionAt(source, call.word), entries: new Map() };
    vms.set(call.vm, draft);
    apply(draft, call.words, source);
  }
  const found = [...vms.values()].map(({ at, entries }) => ({
    isFile: false,
    at,
    entries,
    pending: [],
  }));
  return { vms: found, error };
}

interface Call {
  readonly vm: string;
  readonly word: Word;
  readonly words: readonly Word[];
}

/** `qm create 100 ...`, `qm set 100 ...`, `pvesh set /nodes/N/qemu/100/config ...`. */
function callOf(text: string, { words }: Command): Call | null {
  const index = words.findIndex(({ text: word }) => /^(.*\/)?(qm|pvesh)$/.test(word));
  const program = words[index];
  const verb = words[index + 1]?.text ?? '';
  const target = words[index + 2];
  if (program === undefined || target === undefined || !/^(create|set)$/.test(verb)) return null;
  const rest = words.slice(index + 3);
  if (/pvesh$/.test(program.text)) return pveshCall(target, rest);
  const raw = text.slice(target.start, target.end);
  const vm = /^["']?(\$\{?\w+\}?|\d+)/.exec(raw)?.[1]?.replace(/[{}]/g, '');
  return vm === undefined ? null : { vm, word: program, words: rest };
}

function pveshCall(target: Word, rest: readonly Word[]): Call | null {
  const path = /\/qemu(\/([^/]+))?(\/config)?\/?$/.exec(target.text);
  if (path === null) return null;
  const own = rest.findIndex(({ text }) => /^--?vmid$/.test(text));
  const vm = path[2] ?? (own === -1 ? '' : (rest[own + 1]?.text ?? ''));
  return { vm, word: target, words: rest };
}

function apply({ entries }: Draft, words: readonly Word[], source: SourceText): void {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    const hidden = word === undefined ? null : hiddenDrive(word, words[index + 1], source);
    if (hidden !== null) entries.set(hidden.key, hidden);
    const match = /^--?([a-z][a-z0-9_-]*)(=)?/.exec(word?.text ?? '');
    const key = match?.[1] ?? '';
    if (word === undefined || match === null || key === '' || hidden !== null) continue;
    const inside = match[2] === '=' ? partOf(word, match[0].length) : null;
    const next = words[index + 1];
    const value = inside ?? (next === undefined || next.text.startsWith('-') ? null : next);
    if (value === null) continue;
    if (inside === null) index += 1;
    if (key === 'delete') for (const name of value.text.split(/[\s,;]+/)) entries.delete(name);
    else entries.set(key, { key, value });
  }
}

/** `--"$bus" local:32,cache=none`: a drive whose key only the script knows. */
function hiddenDrive(word: Word, value: Word | undefined, source: SourceText): Setting | null {
  if (value === undefined || !/^--?[^=\s]*$/.test(word.text) || !isUnknown(word.text)) return null;
  const [volume = ''] = value.text.split(',');
  if (volume.includes('=') || !/:|^\//.test(volume)) return null;
  const key = source.text.slice(word.start, word.end).replace(/^--?|["']/g, '');
  const options = { ...readOptions(source, value, 'file'), span: word };
  return { key, value, options };
}
