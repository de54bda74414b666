import { orMeant } from '../../model/nearest-word.js';
import type { ConfigNote, Fact, Position } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { unresolved, written } from '../fact.js';
import { type Option, type Options, option, positionOf, rawText } from '../qemu/options.js';
import { isUnknown } from '../shell/word.js';
import type { SourceText } from '../text.js';
import type { ProxmoxMachine } from './machine.js';
import type { Storage, Storages } from './storage.js';

/** What a VM and its host give to all drives. */
export interface Surroundings {
  readonly source: SourceText;
  readonly machine: ProxmoxMachine;
  readonly storages: Storages;
}

export interface Reading extends Surroundings {
  readonly key: string;
  readonly isCounted: boolean;
  readonly options: Options;
  readonly at: Position;
  /** The volume, as in `local:100/vm-100-disk-0.qcow2`. */
  readonly file: Option | undefined;
  /** null where the storage is not known, or it is none of the host's. */
  readonly storage: Storage | null;
  readonly notes: ConfigNote[];
}

/** One of a list of words. */
export function word<T extends string>(
  { options, notes }: Reading,
  key: string,
  words: readonly T[],
  fallback: Fact<T>,
): Fact<T> {
  const { opaque } = options;
  if (opaque !== null) return unresolved(rawText(opaque), positionOf(opaque), words);
  const given = option(options, key);
  if (given === undefined) return fallback;
  const known = words.find((each) => each === given.value);
  if (known !== undefined) return written(known, positionOf(given));
  if (!isUnknown(given.value)) {
    const message = `Proxmox VE knows no ${key}=${given.value}${orMeant(given.value, words)}`;
    notes.push(note('refused-by-qemu', message, positionOf(given)));
  }
  return unresolved(rawText(given), positionOf(given), words);
}
