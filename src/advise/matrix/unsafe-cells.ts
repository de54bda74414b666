import { createDiagrams, type Diagram, type Diagrams } from '../conditions/diagram.js';
import { type Minimised, minimise } from '../conditions/minimise.js';
import { type FactorIds, type FactorTable, productOf, type Selected } from './factor-table.js';
import type { Outcomes } from './outcomes.js';

/** The order in which conditions are about dimensions: the fault stands first, at level 0. */
export function levelsOf({ shared, guest, storage }: FactorTable): readonly Selected[] {
  return [...shared, ...guest, ...storage];
}

/** Factors by number as a function of some dimensions. */
function diagramOf(
  ids: FactorIds,
  selected: readonly Selected[],
  firstLevel: number,
  diagrams: Diagrams,
): Diagram {
  const part = (at: number, level: number): Diagram => {
    const [first, ...others] = selected.slice(level);
    if (first === undefined) return diagrams.leaf(ids[at] ?? 0);
    const step = productOf(others);
    const below = first.values.map((_, value) => part(at + value * step, level + 1));
    return diagrams.branch(firstLevel + level, below);
  };
  return part(0, 0);
}

/** 1 where a cell is unsafe, of fault and dimensions. */
function unsafeDiagram(
  table: FactorTable,
  faultCount: number,
  { of }: Outcomes,
  diagrams: Diagrams,
): Diagram {
  const { shared, guest, storage, slices } = table;
  const firstOfGuest = 1 + shared.length;
  const firstOfStorage = firstOfGuest + guest.length;
  const parts = slices.map((slice) => ({
    guest: diagramOf(slice.guest, guest, firstOfGuest, diagrams),
    storage: diagramOf(slice.storage, storage, firstOfStorage, diagrams),
  }));
  const underFault = (fault: number): Diagram => {
    const ofSlices = parts.map((part) =>
      diagrams.mapped(part.guest, (g) =>
        diagrams.mapped(part.storage, (s) =>
          diagrams.leaf(of(g, s, fault).kinds.length > 0 ? 1 : 0),
        ),
      ),
    );
    const ids = Int32Array.from(ofSlices.keys());
    const bySlice = diagramOf(ids, shared, 1, diagrams);
    return diagrams.mapped(bySlice, (slice) => ofSlices[slice] ?? diagrams.leaf(0));
  };
  const faults = Array.from({ length: faultCount }, (_, fault) => underFault(fault));
  return diagrams.branch(0, faults);
}

/** The conditions under which a cell is unsafe, over the fault and then `levelsOf`. */
export function unsafeConditions(
  table: FactorTable,
  faultCount: number,
  outcomes: Outcomes,
): Minimised {
  const sizes = [faultCount, ...levelsOf(table).map(({ values }) => values.length)];
  const diagrams = createDiagrams(sizes);
  return minimise(unsafeDiagram(table, faultCount, outcomes, diagrams), sizes, diagrams);
}
