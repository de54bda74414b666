import type { ConfigNote, VmAssumption, VmDefinition } from '../model/vm-disk.js';
import { withUniqueIds } from './definitions.js';
import { openNote } from './draft.js';
import { versionAssumption } from './qemu/version.js';
import type { ReadContext, ReadResult } from './reader.js';

export type Read = Extract<ReadResult, { readonly read: unknown }>;

export const isRead = (result: ReadResult): result is Read => 'read' in result;

/** What several readers make of one text: all of their machines; what one refuses is told. */
export function together(
  results: readonly ReadResult[],
  { qemuVersion }: ReadContext,
): ReadResult | null {
  const [first, ...others] = results.filter(isRead);
  const [whole] = results;
  // The surest reader speaks for the text, unless it finds nothing of its own there.
  if (first === undefined || whole === undefined) return whole ?? null;
  if (!('read' in whole) && whole.isForeign !== true) return whole;
  const refusals = results.flatMap((result) =>
    'read' in result || result.isForeign === true ? [] : result.diagnostics,
  );
  if (others.length === 0 && refusals.length === 0) return first;
  const notes = refusals.map(({ message, file, line, column, endColumn }) => {
    const at = { file, line, column, endColumn };
    return openNote('unreadable', `what else is started here is not read: ${message}`, at);
  });
  const found = [first, ...others].flatMap(({ plain }) => plain);
  const plain = onceNoted(found).map((each, index) =>
    index === 0 ? { ...each, notes: [...each.notes, ...notes] } : each,
  );
  const definitions = withUniqueIds(plain);
  const assumptions = assumed([first, ...others], qemuVersion, definitions);
  return { plain, read: { ...first.read, definitions, assumptions } };
}

/** What is said of a text as a whole is said with its first machine. */
export function withNotes(result: Read, notes: readonly ConfigNote[]): Read {
  if (notes.length === 0) return result;
  const noted = (definitions: readonly VmDefinition[]): readonly VmDefinition[] =>
    definitions.map((each, index) =>
      index === 0 ? { ...each, notes: [...each.notes, ...notes] } : each,
    );
  const { plain, read } = result;
  return { plain: noted(plain), read: { ...read, definitions: noted(read.definitions) } };
}

/** What is said of the text and not of one machine, each reader says. */
export function onceNoted(definitions: readonly VmDefinition[]): readonly VmDefinition[] {
  const seen = new Set<string>();
  return definitions.map((definition) => ({
    ...definition,
    notes: definition.notes.filter(({ message, at }) => {
      const key = `${at.line}:${at.column} ${message}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    }),
  }));
}

export function assumed(
  results: readonly Read[],
  qemuVersion: string,
  definitions: readonly VmDefinition[],
): readonly VmAssumption[] {
  const all = results.flatMap(({ read }) => read.assumptions);
  const others = new Map(all.filter(({ key }) => key !== 'qemu').map((each) => [each.key, each]));
  const version = all.some(({ key }) => key === 'qemu')
    ? versionAssumption(qemuVersion, definitions)
    : [];
  return [...version, ...others.values()];
}
