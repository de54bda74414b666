import { own, templateOf } from '../libvirt/synthetic.js';
import { option, readOptions } from '../qemu/options.js';
import { isUnknown, type Word } from '../shell/word.js';
import type { SourceText, Span } from '../text.js';
import type { Attribute } from '../xml/element.js';
import type { InstallOption } from './options.js';
import type { GuestSystem } from './system.js';

export interface InstallCall {
  readonly at: Word;
  readonly words: readonly Word[];
}

export interface InstallReading {
  readonly source: SourceText;
  readonly call: InstallCall;
  readonly options: readonly InstallOption[];
  readonly system: GuestSystem;
  /** What is assumed of the system stands here. */
  readonly guess: Span;
}

/** The value of an option that may be a list of settings, the first of them without its name. */
export function valueOfOption(
  { source, options }: Pick<InstallReading, 'source' | 'options'>,
  name: string,
  ...keys: readonly string[]
): string {
  const value = options.findLast((each) => each.name === name)?.value ?? null;
  if (value === null) return '';
  const [first = ''] = keys;
  const list = readOptions(source, value, first);
  const found = keys.map((key) => option(list, key)?.value).find((text) => text !== undefined);
  return found === undefined || isUnknown(found) ? '' : found;
}

/** The whole of what follows an option. */
export function textOption({ options }: InstallReading, name: string): Attribute | null {
  const value = options.findLast((each) => each.name === name)?.value ?? null;
  if (value === null) return null;
  const span = { start: value.start, end: value.end };
  return { value: isUnknown(value.text) ? templateOf(name) : value.text, span };
}

/** Names that say nothing of the system. */
export const isNamed = (system: string): boolean =>
  !/^(|generic|none|unknown|detect|require)$/.test(system);

/** A PC unless another architecture is named. */
export function isPc({ source, options }: InstallReading): boolean {
  return /^(|x86_64|i686)$/.test(valueOfOption({ source, options }, 'arch', 'arch'));
}

export function defaultMachine(reading: InstallReading): Attribute | null {
  const { system, guess } = reading;
  if (!isPc(reading) || system.hasQ35 === null) return null;
  return own(system.hasQ35 ? 'q35' : 'pc', guess);
}
