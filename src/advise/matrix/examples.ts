import { refusalOf } from '../../catalogue/refusals/refusals.js';
import type { Configuration } from '../../model/configuration.js';
import type { FaultId } from '../../model/fault.js';
import type { Diagram } from '../conditions/diagram.js';
import type { Condition } from '../conditions/minimise.js';
import { impossible } from './cells.js';
import { pairKey } from './combine.js';
import type { FactorTable } from './factor-table.js';

/** A behaviour with a configuration that has it. */
export interface Example {
  readonly configuration: Configuration;
  readonly fault: FaultId;
}

/** A value of each level from some level on, and how many of them are not the usual ones. */
interface Path {
  readonly values: readonly number[];
  readonly unusual: number;
}

/** Of each dimension the place of the usual value; -1 where that is not looked at. */
function usualPlaces({ levels }: FactorTable, usual: Configuration): readonly number[] {
  return levels.map(({ dimension, values }) => values.indexOf(dimension.read(usual)));
}

function configurationAt(
  { levels }: FactorTable,
  places: readonly number[],
  usual: Configuration,
): Configuration {
  return levels.reduce(
    (made, { dimension, values }, at) => dimension.write(made, values[places[at] ?? 0] ?? ''),
    usual,
  );
}

/** Where an example is looked for. */
interface ExampleQuestion {
  readonly cells: Diagram;
  readonly table: FactorTable;
  readonly faults: readonly FaultId[];
  /** From which the example should differ least. */
  readonly usual: Configuration;
}

/** The machine under the condition that differs least from the usual one. */
export function exampleOf(
  condition: Condition,
  { cells, table, faults, usual }: ExampleQuestion,
): Example {
  const { diagrams, sizes } = table;
  const places = [-1, ...usualPlaces(table, usual)];
  const known = new Map<number, Path | null>();
  const visit = (each: Diagram, level: number): Path | null => {
    if (level === sizes.length)
      return diagrams.constantOf(each) === impossible ? null : { values: [], unusual: 0 };
    const key = pairKey(each, level);
    const before = known.get(key);
    if (before !== undefined) return before;
    const children = diagrams.childrenAt(each, level);
    let best: Path | null = null;
    for (const value of condition[level] ?? []) {
      const rest = visit(children[value] ?? each, level + 1);
      if (rest === null) continue;
      const isUnusual = level > 0 && value !== places[level];
      const unusual = rest.unusual + (isUnusual ? 1 : 0);
      // Of faults the last: what fails last in the list takes most.
      if (best === null || unusual < best.unusual || (level === 0 && unusual === best.unusual))
        best = { values: [value, ...rest.values], unusual };
    }
    known.set(key, best);
    return best;
  };
  const found = visit(cells, 0);
  const [fault = 0, ...values] = found?.values ?? [];
  const name = faults[fault];
  if (found === null || name === undefined) throw new Error('no machine meets a condition');
  return { configuration: configurationAt(table, values, usual), fault: name };
}

/** A machine with this pair of factors, as usual as it can be found without looking at all. */
export function machineWith(
  table: FactorTable,
  guest: number,
  storage: number,
  usual: Configuration,
): Configuration {
  const { diagrams, sizes } = table;
  const places = [-1, ...usualPlaces(table, usual)];
  const failed = new Map<Diagram, Set<string>>();
  const visit = (g: Diagram, s: Diagram, r: Diagram, level: number): readonly number[] | null => {
    const [isG, isS] = [diagrams.constantOf(g), diagrams.constantOf(s)];
    if (isG !== null && isG !== guest) return null;
    if (isS !== null && isS !== storage) return null;
    if (diagrams.constantOf(r) === 1) return null;
    if (level === sizes.length) return [];
    const ofGuest = failed.get(g) ?? new Set();
    failed.set(g, ofGuest);
    const key = `${pairKey(s, r)}:${level}`;
    if (ofGuest.has(key)) return null;
    const [gg, ss, rr] = [g, s, r].map((each) => diagrams.childrenAt(each, level));
    const all = Array.from({ length: sizes[level] ?? 0 }, (_, value) => value);
    const first = places[level] ?? -1;
    for (const value of first < 0 ? all : [first, ...all.filter((each) => each !== first)]) {
      const rest = visit(gg?.[value] ?? g, ss?.[value] ?? s, rr?.[value] ?? r, level + 1);
      if (rest !== null) return [value, ...rest];
    }
    ofGuest.add(key);
    return null;
  };
  const found = visit(table.guest, table.storage, table.refused, 1);
  if (found === null) throw new Error(`no machine has the factors ${guest} and ${storage}`);
  const made = configurationAt(table, found, usual);
  if (refusalOf(made) !== '') throw new Error(`there is no such machine: ${refusalOf(made)}`);
  return made;
}
