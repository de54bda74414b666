import type { Behaviour } from '../../src/analysis/behaviour.js';
import type { CutCondition } from '../../src/analysis/cut/condition.js';
import { viewOf } from '../../src/analysis/predict.js';
import { weakPoints } from '../../src/analysis/weak-points/weak-points.js';
import type { Aftermath } from '../../src/model/aftermath.js';
import type { Lba, Operation, RecoverySpec, Region, Script } from '../../src/model/script.js';
import { type ViolationKind, violationKinds } from '../../src/model/verdict.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { acknowledge, type Sketch, script } from '../laws/scripts.js';

type Random = (below: number) => number;

/** Nothing about it keeps a disk from showing what it likes. */
export const behaviour: Behaviour = {
  mode: 'none',
  inOrder: false,
  oneAtATime: false,
  data: 'never',
  allocation: 'never',
  blockSectors: 8,
  unitSectors: 1,
  fua: 'plain',
  skips: 'none',
};

/** What a disk shows, and how much of the program had run. */
interface Disk {
  readonly shown: ReadonlyMap<Lba, number>;
  readonly begun: number;
}

/** What every sector may show, oldest first. */
export function columnsOf({ operations, sectorCount }: Script): readonly (readonly number[])[] {
  return Array.from({ length: sectorCount }, (_, lba) => [
    0,
    ...operations
      .filter(({ kind }) => kind === 'write' || kind === 'barrier' || kind === 'write-zeroes')
      .filter((each) => each.lba <= lba && lba < each.lba + each.sectorCount)
      .map(({ id }) => id),
  ]);
}

function drawnDisk(random: Random, of: Script, columns: ReturnType<typeof columnsOf>): Disk {
  const begun = random(of.operations.length + 1);
  // Mostly new, or recoveries end where they begin.
  const oldest = random(3);
  const shown = columns.map((column, lba): [number, number] => {
    const there = column.filter((version) => version <= begun);
    const at = random(there.length);
    const late = Math.max(at, there.length - 1 - random(2));
    return [lba, there[oldest === 0 ? at : late] ?? 0];
  });
  return { shown: new Map(shown), begun };
}

function holds(condition: CutCondition, { shown, begun }: Disk): boolean {
  switch (condition.is) {
    case 'run':
      return condition.operation <= begun;
    case 'present':
      return (shown.get(condition.lba) ?? 0) >= condition.write;
    case 'missing':
      return (shown.get(condition.lba) ?? 0) < condition.write;
    default:
      throw new Error(`${condition.is} says nothing of one disk`);
  }
}

function aftermathOf({ shown, begun }: Disk): Aftermath {
  return {
    read: (lba) => shown.get(lba) ?? 0,
    satisfies: (seen, required) => seen >= required,
    acknowledged: (operation) => operation <= begun,
  };
}

/** On each of so many disks: the kinds that the promises' own judge names, and those of weak points. */
export function opinionsOn(random: Random, of: Script, disks: number) {
  const columns = columnsOf(of);
  const points = [...weakPoints(viewOf(of, behaviour))];
  const oracle = createOracle(of);
  return Array.from({ length: disks }, () => {
    const disk = drawnDisk(random, of, columns);
    const judged = violationKinds.filter((kind) => {
      const others = new Set(violationKinds.filter((other) => other !== kind));
      return oracle.judge(aftermathOf(disk), others) !== null;
    });
    const predicted = new Set<ViolationKind>(
      points
        .filter(({ conditions }) => conditions.every((each) => holds(each, disk)))
        .map(({ kind }) => kind),
    );
    return { disk, judged, predicted: violationKinds.filter((kind) => predicted.has(kind)) };
  });
}

type Steps = (random: Random, transaction: number) => readonly Sketch[];

export interface Protocol {
  readonly recovery: RecoverySpec;
  /** By name: first sector, sectors of an element, elements. */
  readonly regions: Readonly<Record<string, readonly [number, number, number]>>;
  readonly steps: Steps;
}

function regionsOf(regions: Protocol['regions']): Region[] {
  return Object.entries(regions).map(([name, [at, sectorCount, count]]) => ({
    name,
    extents: Array.from({ length: count }, (_, nth) => ({
      lba: at + nth * sectorCount,
      sectorCount,
    })),
  }));
}

/** A write to an element, as it comes out of a scenario but for where it is. */
export function to(region: string, element: number, more: Partial<Operation> = {}): Sketch {
  return { kind: 'write', region, element, ...more };
}

const kindFrom = (random: Random): Sketch['kind'] => {
  if (random(12) === 0) return 'read';
  return random(6) === 0 ? 'barrier' : 'write';
};

/** A few transactions of the protocol, each acknowledged at its end, in most scripts. */
export function drawnScript(random: Random, { recovery, regions, steps }: Protocol): Script {
  const transactions = 1 + random(3);
  const leftOutOneIn = [4, 12, 12, 24][random(4)] ?? 12;
  const sketches = Array.from({ length: transactions }, (_, nth) => {
    const own = steps(random, nth + 1).filter(() => random(leftOutOneIn) > 0);
    const placed = own.map((step): Sketch => {
      const [at, sectorCount] = regions[step.region ?? ''] ?? [0, 1];
      const lba = at + (step.element ?? 0) * sectorCount;
      const kind = step.kind === 'write' ? kindFrom(random) : step.kind;
      const whole = { ...step, kind, sectorCount: step.sectorCount ?? sectorCount, lba };
      // What belongs to no transaction comes before all that do.
      return { transaction: nth === 0 && random(6) === 0 ? 0 : nth + 1, ...whole };
    });
    const last: Sketch = { ...acknowledge, transaction: nth + 1 };
    return random(8) === 0 ? placed : [...placed, last];
  }).flat();
  const made = script(...sketches);
  const promises = made.operations.filter(({ kind }) => kind === 'acknowledge');
  return {
    ...made,
    sectorCount: 20,
    regions: regionsOf(regions),
    recovery,
    obligations: promises.map(({ id, transaction }) => ({
      acknowledge: id,
      transaction,
      requires: [],
    })),
  };
}
