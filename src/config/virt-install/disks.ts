import { type Options, readOptions } from '../qemu/options.js';
import type { Word } from '../shell/word.js';
import type { SourceText } from '../text.js';
import { isHidden } from './notes.js';
import type { InstallOption } from './options.js';
import { type InstallReading, isNamed } from './reading.js';

/** Where no disk is given at all, one of the size that libosinfo names for the system. */
export function disksOf(
  { source, options, call }: InstallReading,
  specs: readonly InstallOption[],
  name: string,
): readonly Options[] {
  const given = (word: string) => options.some((each) => each.name === word);
  if (specs.length > 0) return specs.flatMap((each) => diskOptions(source, each));
  if (given('file') || given('file-size')) return oldDisks(source, options);
  const hasNone = ['nodisks', 'filesystem', 'reinstall', 'disk'].some(given);
  return hasNone || !isNamed(name) ? [] : [optionsFrom(source, [sized(call.at)])];
}

interface Given {
  readonly key: string;
  readonly word: Word;
}

const sized = (word: Word): Given => ({ key: 'size', word });

function optionsFrom(source: SourceText, given: readonly Given[]): Options {
  const list = given.map(({ key, word: { text, start, end } }) => {
    return { key, value: text, span: { start, end }, source };
  });
  const { start, end } = list[0]?.span ?? { start: 0, end: 0 };
  return { list, span: { start, end }, source, opaque: null, error: '' };
}

/** What `--file` and `--file-size` mean, each of the one with the same of the other. */
function oldDisks(source: SourceText, options: readonly InstallOption[]): readonly Options[] {
  const valuesOf = (name: string): readonly Word[] =>
    options.flatMap((each) => (each.name === name && each.value !== null ? [each.value] : []));
  const files = valuesOf('file');
  const sizes = valuesOf('file-size');
  return Array.from({ length: Math.max(files.length, sizes.length) }, (_, index) => {
    const [file, size] = [files[index], sizes[index]];
    const path = file === undefined ? [] : [{ key: 'path', word: file }];
    return optionsFrom(source, size === undefined ? path : [...path, sized(size)]);
  });
}

/** A whole `--disk` that only a shell knows has no settings that could be read. */
function diskOptions(source: SourceText, { value }: InstallOption): readonly Options[] {
  if (value === null || value.text === 'none' || isHidden(value)) return [];
  return [readOptions(source, value, 'path')];
}
