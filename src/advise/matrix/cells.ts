import type { Diagram } from '../conditions/diagram.js';
import { pairKey } from './combine.js';
import type { FactorTable } from './factor-table.js';
import { numbering } from './numbering.js';
import type { Outcomes } from './outcomes.js';

/** The leaf of cells of machines that cannot be; an outcome is its place and 1. */
export const impossible = 0;

/** Factors that make no difference to one another under a fault, by the first of each sort. */
interface Sorts {
  readonly guests: readonly number[];
  readonly storages: readonly number[];
}

function sortsUnder(fault: number, { of, faultCount }: Outcomes, storageCount: number): Sorts {
  const storages = Array.from({ length: storageCount }, (_, storage) => storage);
  const outcomeOf = (guest: Int32Array, storage: number) => guest[storage * faultCount + fault];
  const columns = new Map<string, number>();
  const ofStorages = storages.map((storage) => {
    const key = of.map((guest) => outcomeOf(guest, storage)).join();
    const first = columns.get(key) ?? storage;
    columns.set(key, first);
    return first;
  });
  const distinct = [...columns.values()];
  const rows = numbering<readonly (number | undefined)[]>();
  const firsts: number[] = [];
  const ofGuests = of.map((guest, at) => {
    const row = rows.numberOf(distinct.map((storage) => outcomeOf(guest, storage)));
    firsts[row] ??= at;
    return firsts[row] ?? at;
  });
  return { guests: ofGuests, storages: ofStorages };
}

/** The outcome of each machine under a fault, of the dimensions. */
function underFault(fault: number, table: FactorTable, outcomes: Outcomes): Diagram {
  const { diagrams } = table;
  const sorts = sortsUnder(fault, outcomes, table.storages.length);
  const leafOf = (numbers: readonly number[]) => (at: number) =>
    diagrams.leaf(at < 0 ? at : (numbers[at] ?? 0));
  const guestSorts = diagrams.mapped(table.guest, leafOf(sorts.guests));
  const storageSorts = diagrams.mapped(table.storage, leafOf(sorts.storages));
  const known = new Map<Diagram, Map<number, Diagram>>();
  const outcomeOf = (guest: number, storage: number) =>
    1 + (outcomes.of[guest]?.[storage * outcomes.faultCount + fault] ?? -1);

  const visit = (guest: Diagram, storage: Diagram, refused: Diagram): Diagram => {
    if (diagrams.constantOf(refused) === 1) return diagrams.leaf(impossible);
    const ofGuest = known.get(guest) ?? new Map<number, Diagram>();
    known.set(guest, ofGuest);
    const key = pairKey(storage, refused);
    const before = ofGuest.get(key);
    if (before !== undefined) return before;
    const level = Math.min(...[guest, storage, refused].map(diagrams.levelOf));
    const [g, s] = [guest, storage].map(diagrams.constantOf);
    const isLeaf = level === table.sizes.length;
    const [ss, rr] = [storage, refused].map((each) => diagrams.childrenAt(each, level));
    const result = isLeaf
      ? diagrams.leaf(outcomeOf(g ?? 0, s ?? 0))
      : diagrams.branch(
          level,
          diagrams
            .childrenAt(guest, level)
            .map((child, at) => visit(child, ss?.[at] ?? storage, rr?.[at] ?? refused)),
        );
    ofGuest.set(key, result);
    return result;
  };
  return visit(guestSorts, storageSorts, table.refused);
}

/** Of the fault and the dimensions: what happens there, as the place of the outcome and 1. */
export function cellsOf(table: FactorTable, outcomes: Outcomes): Diagram {
  const faults = Array.from({ length: outcomes.faultCount }, (_, fault) =>
    underFault(fault, table, outcomes),
  );
  return table.diagrams.branch(0, faults);
}
