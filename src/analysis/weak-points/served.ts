import type { CutCondition, WeakPoint } from '../cut/condition.js';
import { unmet } from './declared.js';
import { newestAtMost, type Shadow, shadowOf } from './shadow-paging.js';
import { type Part, partsOf, sequenceOf, writesTo } from './transactions.js';
import { type Any, both, notWhole, type View } from './view.js';

function wereThere(writes: readonly number[]): readonly CutCondition[] {
  return writes.map((write) => ({ is: 'dispatched', write }));
}

function* lost(there: readonly number[], gone: Any): Generator<WeakPoint> {
  for (const conditions of both([wereThere(there)], gone)) yield { kind: 'lost', conditions };
}

/** A sector that was read shows something older than it did. */
function* servedSectors(view: View): Generator<WeakPoint> {
  for (const [lba, writes] of view.model.sectors.columns) {
    for (const { operation } of writes) {
      const requirement = { lba, sectorCount: 1, version: operation.id };
      yield* lost([operation.id], unmet(view, requirement));
    }
  }
}

/** A record that was replayed is not whole any more. */
function* servedRecords(view: View, parts: readonly Part[]): Generator<WeakPoint> {
  for (const { rank, extent, version } of parts) {
    const replayed = parts.filter((each) => each.rank <= rank).map((each) => each.version);
    yield* lost(replayed, notWhole(view, extent, version));
  }
}

/** A root that was followed is not the newest any more, or leads nowhere. */
function* servedRoots(view: View, shadow: Shadow): Generator<WeakPoint> {
  for (const { version, rank } of shadow.roots) {
    const pages = shadow.pages.filter((page) => page.rank === rank);
    const there = [version, ...pages.map((page) => page.version)];
    yield* lost(there, newestAtMost(shadow, rank - 1));
    for (const page of pages) yield* lost(there, notWhole(view, page.extent, page.version));
  }
}

/** Whether a recovery has anything to write, so that it can be interrupted on the way. */
export function writesNothing({ script }: View): boolean {
  const { recovery } = script;
  switch (recovery.kind) {
    case 'none':
    case 'shadow-paging':
      return true;
    case 'write-ahead-log':
      return [recovery.pages, recovery.header].every((name) => writesTo(script, name).length === 0);
    default:
      return false;
  }
}

/** What a recovery that writes nothing served after the first fault, and the second takes. */
export function* servedWeakPoints(view: View): Generator<WeakPoint> {
  const { recovery } = view.script;
  if (recovery.kind === 'shadow-paging') yield* servedRoots(view, shadowOf(view, recovery));
  else if (recovery.kind === 'write-ahead-log') {
    const records = writesTo(view.script, recovery.log);
    yield* servedRecords(view, partsOf(sequenceOf(view.script, records), records));
  } else yield* servedSectors(view);
}
