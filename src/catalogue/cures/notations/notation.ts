import type { Configuration, FormatId } from '../../../model/configuration.js';
import type { NotationId } from '../../../model/notation.js';

/** How values are written, by the keys of dimensions and by value. What is not here cannot be said. */
export type Spellings = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A property that only QEMU's own options set. */
export interface Property {
  /** As in `scsi-hd`. */
  readonly device: string;
  readonly name: string;
  readonly value: string;
}

/** What one way to write a disk down can say. */
export interface NotationRow {
  readonly id: NotationId;
  /** Whose words they are. */
  readonly name: string;
  /** Where it has the settings that rules are about; a name as in `cache of <driver>`. */
  readonly fields: Readonly<Partial<Record<'cache' | 'aio' | 'frontend', string>>>;
  readonly settings: Spellings;
  /** What it says in several settings of its own, in place of those of the same keys. */
  readonly together?: (key: string, to: string, on: Configuration) => string | null;
  /** How a property is handed on to QEMU; null where it cannot be. */
  readonly passes: ((property: Property) => string) | null;
  /** What is set elsewhere than in the definition, though for the same disk. */
  readonly elsewhere?: Spellings;
  /** Formats that its images may have. */
  readonly formats: readonly FormatId[];
  /** What the words are taken from. */
  readonly source: string;
}

/** The same words around each of some values. */
export function each<Id extends string>(
  values: readonly Id[],
  write: (value: Id) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(values.map((value) => [value, write(value)]));
}

export const allModes = ['none', 'writeback', 'writethrough', 'directsync', 'unsafe'] as const;
export const allEngines = ['native', 'io_uring', 'threads'] as const;
export const convertible: readonly FormatId[] = ['raw', 'qcow2', 'network'];

/** A line of options of QEMU, with the words that hand them on. */
export const asGlobal =
  (write: (words: string) => string): NonNullable<NotationRow['passes']> =>
  ({ device, name, value }) =>
    write(`-global ${device}.${name}=${value}`);
