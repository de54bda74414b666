import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { type FailOn, failOnNames } from '../gate/summary.js';
import { usageError } from '../run/usage-error.js';
import { didYouMean } from '../scenario/language/suggest.js';

const seedMax = 0xffff_ffff;

/** A decimal or 0x number of 32 bits, or `random`, which is drawn here and printed later. */
export function parseSeed(text: string): number {
  if (text === 'random') return randomInt(seedMax + 1);
  const seed = /^(\d+|0x[\da-f]+)$/i.test(text) ? Number(text) : Number.NaN;
  if (seed >= 0 && seed <= seedMax) return seed;
  throw usageError(
    `--seed is a number from 0 to ${seedMax}, not \`${text}\``,
    'decimal, hexadecimal with 0x, or the word random',
  );
}

/** A whole number; its range is checked where it is used. */
export function parseCount(flag: string): (text: string) => number {
  return (text) => {
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw usageError(`${flag} is a whole number, not \`${text}\``);
  };
}

export function parseSeconds(text: string): number {
  const seconds = /^\d{1,9}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (seconds > 0) return seconds;
  throw usageError(`--time is a number of seconds above 0, not \`${text}\``);
}

/** Collects the words of a flag that may be given several times. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** `NAME=VALUE`, a number; several may be given. */
export function parseParameter(
  text: string,
  previous: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  const { name, value } = splitAssignment('--param', text);
  if (!/^-?\d{1,15}$/.test(value)) {
    throw usageError(`--param ${name} is a whole number, not \`${value}\``);
  }
  return { ...previous, [name]: Number(value) };
}

/** `NAME=on` or `NAME=off`; several may be given. */
export function parseSwitch(
  text: string,
  previous: Readonly<Record<string, boolean>> = {},
): Readonly<Record<string, boolean>> {
  const { name, value } = splitAssignment('--host-note', text);
  if (value !== 'on' && value !== 'off') {
    throw usageError(`--host-note ${name} is on or off, not \`${value}\``);
  }
  return { ...previous, [name]: value === 'on' };
}

/** @throws UsageError for what is no list of verdicts that can fail a run. */
export function parseFailOn(text: string): FailOn {
  const name = failOnNames.find((known) => known === text);
  if (name !== undefined) return name;
  throw usageError(
    `--fail-on is ${failOnNames.map((each) => `\`${each}\``).join(' or ')}, not \`${text}\``,
  );
}

export const reporterNames = ['pretty', 'json', 'junit', 'sarif', 'github', 'markdown'] as const;
export type ReporterName = (typeof reporterNames)[number];

export interface ReporterFlag<Name extends string = ReporterName> {
  readonly name: Name;
  /** '' for standard output. */
  readonly file: string;
}

/** `name` or `name=file`; several may be given, one of them on standard output. */
export function reporterParser<Name extends string>(names: readonly Name[]) {
  return (
    text: string,
    previous: readonly ReporterFlag<Name>[] = [],
  ): readonly ReporterFlag<Name>[] => {
    const [word = '', ...rest] = text.split('=');
    const name = names.find((known) => known === word);
    if (name === undefined) {
      throw usageError(`unknown reporter \`${word}\``, didYouMean(word, names));
    }
    const file = rest.join('=');
    if (rest.length > 0 && file === '') throw usageError(`--reporter ${name}= names no file`);
    const shared = previous.find((other) => isSameFile(other.file, file));
    if (shared !== undefined) throw sharedError(shared.name, name, file);
    return [...previous, { name, file }];
  };
}

/** For the reporters of a run. */
export const parseReporter = reporterParser(reporterNames);

/** However they are spelled; '' is standard output. */
function isSameFile(one: string, other: string): boolean {
  return one === '' || other === '' ? one === other : resolve(one) === resolve(other);
}

function sharedError(first: string, second: string, file: string): Error {
  const where = file === '' ? 'standard output' : file;
  const help = `give one of them a file: --reporter ${second}=FILE`;
  return usageError(`two reporters write to ${where}: ${first} and ${second}`, help);
}

function splitAssignment(flag: string, text: string): { name: string; value: string } {
  const at = text.indexOf('=');
  if (at <= 0) throw usageError(`${flag} needs NAME=VALUE, not \`${text}\``);
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}
