import type {
  Obligation,
  Operation,
  OperationId,
  Requirement,
  Script,
} from '../../model/script.js';
import { type Check, checkOfRecovery, checksOf } from '../checks.js';
import { servedPages } from '../recovery/double-write.js';
import { manifest } from '../recovery/manifest.js';
import { heldByTables, manifestIndex, tablesOf } from '../recovery/manifest-index.js';
import { partOf } from '../recovery/script-index.js';
import type { NewWrite, Repair, Served, ShownSector } from './repair.js';

/** What a second boot does, as far as the next recovery finds it. */
export interface Written {
  readonly steps: readonly Operation[];
  /** What no write of the script has. */
  readonly written: ReadonlyMap<NewWrite['as'], Operation>;
  /** The operation that serves what was recovered. */
  readonly serve: OperationId;
}

/** What the second fault must not break: what was promised before the first, and what was served. */
export function checksAfter(script: Script, { served }: Repair, boot: Written): readonly Check[] {
  const { serve } = boot;
  switch (served.kind) {
    case 'transaction':
      return checksOf(promisingUpTo(script, served.transaction, serve), null);
    case 'opened':
      return checksOfOpened(script, boot, served);
    case 'pages': {
      const { recovery } = script;
      if (recovery.kind !== 'double-write') throw new Error('only a double-write buffer has pages');
      const own = checksOf(script, null);
      return served.pages.length === 0
        ? own
        : [...own, servedPages(script, recovery, served.pages, serve)];
    }
    case 'sectors': {
      const requires = served.sectors.flatMap(requirementOf);
      if (requires.length === 0) return served.alone ? [] : checksOf(script, null);
      const promise = { acknowledge: serve, transaction: 0, requires };
      const all = checksOf(promising(script, promise), null);
      return served.alone ? all.filter(({ after }) => after === serve) : all;
    }
  }
}

/** What was promised, with a recovery that knows what this boot writes. */
function checksOfOpened(
  script: Script,
  { steps, written, serve }: Written,
  { transaction, opened, replayed }: Extract<Served, { kind: 'opened' }>,
): readonly Check[] {
  const { recovery } = script;
  if (recovery.kind !== 'manifest') throw new Error('only a manifest is opened');
  const all = { ...script, operations: [...script.operations, ...steps] };
  const promised = promisingUpTo(all, transaction, serve);
  const [record, current, table] = (['record', 'current', 'table'] as const).map((as) =>
    written.get(as),
  );
  if (record === undefined || current === undefined) throw new Error('an open writes both');
  const before = manifestIndex(script, recovery, null);
  const named = { current: current.id, record: partOf(record) };
  const tables = tablesOf(before, opened);
  const reopened =
    table === undefined
      ? { ...named, tables, replayed: heldByTables(before, opened) }
      : { ...named, tables: [...tables, { ...table, transaction }], replayed };
  const others = checksOf(promised, null).filter(({ lendRecovery }) => lendRecovery === null);
  return [...others, checkOfRecovery(promised, manifest(promised, recovery, reopened))];
}

function promisingUpTo(script: Script, transaction: number, serve: OperationId): Script {
  if (transaction === 0) return script;
  return promising(script, { acknowledge: serve, transaction, requires: [] });
}

function requirementOf({ lba, shown }: ShownSector): Requirement[] {
  return shown === 0 ? [] : [{ lba, sectorCount: 1, version: shown }];
}

/** The script with one promise more. */
function promising(script: Script, obligation: Obligation): Script {
  return { ...script, obligations: [...script.obligations, obligation] };
}
