import type { ConfigNote, VmAssumption, VmDefinition } from '../model/vm-disk.js';
import { withFirstNoted, withUniqueIds } from './definitions.js';
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
  const notes = refusalNotes(results, 'what else is started here is not read');
  if (others.length === 0 && notes.length === 0) return first;
  const found = [first, ...others].flatMap(({ plain }) => plain);
  return oneReading([first, ...others], withFirstNoted(onceNoted(found), notes), qemuVersion);
}

/** What readers refuse of a text of which others read something. */
export function refusalNotes(results: readonly ReadResult[], what: string): readonly ConfigNote[] {
  const refusals = results.flatMap((result) =>
    isRead(result) || result.isForeign === true ? [] : result.diagnostics,
  );
  return refusals.map(({ message, file, line, column, endColumn }) =>
    openNote('unreadable', `${what}: ${message}`, { file, line, column, endColumn }),
  );
}

/** The machines of several readings as those of one file. */
export function oneReading(
  results: readonly [Read, ...Read[]],
  plain: readonly VmDefinition[],
  qemuVersion: string,
): Read {
  const definitions = withUniqueIds(plain);
  const assumptions = assumed(results, qemuVersion, definitions);
  return { plain, read: { ...results[0].read, definitions, assumptions } };
}

export function withNotes({ plain, read }: Read, notes: readonly ConfigNote[]): Read {
  const definitions = withFirstNoted(read.definitions, notes);
  return { plain: withFirstNoted(plain, notes), read: { ...read, definitions } };
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

function assumed(
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
