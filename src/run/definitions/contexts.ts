import { dirname, join } from 'node:path';
import { isCompanion } from '../../config/companions.js';
import type { ReadContext } from '../../config/reader.js';
import { sourceText } from '../../config/text.js';
import { readTextFile } from '../files/read-file.js';
import { type ConfigInput, readRelated } from './config-inputs.js';

const storagesMax = 1_048_576;

export type ContextOf = (input: ConfigInput) => ReadContext;

interface Contexts {
  readonly contextOf: ContextOf;
  /** Texts that were not named themselves and were read, by the names that places in them have. */
  readonly beside: ReadonlyMap<string, string>;
}

/** What a definition may refer to: files beside it, others of the same call, the host's storages. */
export function contextsOf(
  inputs: readonly ConfigInput[],
  qemuVersion: string,
  storageFile: string,
): Contexts {
  const beside = new Map<string, string>();
  const kept = (name: string, text: string) => {
    beside.set(name, text);
    return sourceText(name, text);
  };
  const storages =
    storageFile === '' ? null : kept(storageFile, readTextFile(storageFile, storagesMax));
  const companions = inputs
    .filter(({ text }) => isCompanion(text))
    .map(({ name, text }) => sourceText(name, text));
  const textNamed = (name: string) =>
    inputs.find((each) => each.path === '' && join(each.name) === name)?.text ?? null;
  const contextOf: ContextOf = ({ name: input, path }) => ({
    related: (name) => {
      const related = join(dirname(input), name);
      const text = path === '' ? textNamed(related) : readRelated(path, name);
      return text === null ? null : kept(related, text);
    },
    companions,
    qemuVersion,
    storages,
  });
  return { contextOf, beside };
}
