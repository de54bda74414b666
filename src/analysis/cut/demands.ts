import { addToGroup } from '../../model/group-by.js';
import type { Behaviour } from '../behaviour.js';
import {
  type Edge,
  type Moment,
  type Timeline,
  type WriteMoments,
  writeIn,
} from '../timeline/timeline.js';
import type { CutCondition } from './condition.js';
import {
  type CutProblem,
  type Demands,
  type Disjunction,
  type NotSure,
  noDemands,
} from './problem.js';
import { blockOf, type Sectors, unitOf } from './sectors.js';

export interface Model {
  readonly behaviour: Behaviour;
  /** Writes to one sector may be in flight together. */
  readonly overlaps: boolean;
  readonly timeline: Timeline;
  readonly sectors: Sectors;
}

/** What the conditions say of one atomic unit. */
interface UnitView {
  readonly block: number;
  readonly present: Set<WriteMoments>;
  readonly missing: Set<WriteMoments>;
}

function unitsOf({ timeline, sectors }: Model, conditions: readonly CutCondition[]) {
  const units = new Map<number, UnitView>();
  for (const condition of conditions) {
    if (condition.is !== 'present' && condition.is !== 'missing') continue;
    const key = unitOf(sectors, condition.lba);
    const unit = units.get(key) ?? {
      block: blockOf(sectors, condition.lba),
      present: new Set(),
      missing: new Set(),
    };
    units.set(key, unit);
    unit[condition.is].add(writeIn(timeline, condition.write));
  }
  return units;
}

function runBy({ timeline }: Model, conditions: readonly CutCondition[]): Moment[] {
  return conditions.flatMap((condition) => {
    if (condition.is === 'dispatched') return writeIn(timeline, condition.write).dispatched;
    return condition.is === 'run' ? (timeline.begun.get(condition.operation) as Moment) : [];
  });
}

/** What the conditions say of the order of two writes. */
function orderBetween({ timeline }: Model, conditions: readonly CutCondition[]): Edge[] {
  return conditions.flatMap((condition): Edge[] => {
    if (condition.is !== 'landed-before' && condition.is !== 'submitted-after') return [];
    const write = writeIn(timeline, condition.write);
    const other = writeIn(timeline, condition.other);
    if (condition.is === 'submitted-after') {
      const after: Edge = [other.completed, write.enqueued];
      return timeline.oneAtATime ? [after, [other.done, write.first]] : [after];
    }
    return [notAfter(timeline, write, other)];
  });
}

/**
 * A unit takes its writes in order: it can have `later` without `earlier` only if `earlier` had not
 * completed when `later` was dispatched; one at a time, only if `later` was served before.
 */
function notAfter({ oneAtATime }: Timeline, later: WriteMoments, earlier: WriteMoments): Edge {
  return oneAtATime ? [later.done, earlier.first] : [later.dispatched, earlier.completed];
}

/** A write to the same unit that is not spoken of: not sure, or before the missing one. */
function bystander(model: Model, other: WriteMoments, missing: WriteMoments): Disjunction {
  const notSure: NotSure = { write: other, of: 'data', from: model.behaviour.data };
  const before = notAfter(model.timeline, other, missing);
  const alternatives = [
    { ...noDemands, edges: [before] },
    { ...noDemands, notSure: [notSure] },
  ];
  if (other.position > missing.position) alternatives.reverse();
  return { when: [other.dispatched], alternatives };
}

/**
 * What is not spoken of does no harm where nothing is ever sure, or where it had surely landed before: of a
 * sector that lacks a write, weak points name all that come later as missing too.
 */
function isHarmless({ behaviour, overlaps }: Model): boolean {
  return behaviour.data === 'never' || (behaviour.unitSectors === 1 && !overlaps);
}

/** What it takes that the unit lacks what it must, by its own data. */
function unitDemands(model: Model, key: number, { present, missing }: UnitView): Demands {
  const edges: Edge[] = [];
  const choices: Disjunction[] = [];
  const from = model.behaviour.data;
  for (const write of missing) {
    for (const other of model.sectors.units.get(key) as ReadonlySet<WriteMoments>) {
      if (present.has(other)) edges.push(notAfter(model.timeline, other, write));
      else if (!missing.has(other) && !isHarmless(model))
        choices.push(bystander(model, other, write));
    }
  }
  return { edges, choices, notSure: [...missing].map((write) => ({ write, of: 'data', from })) };
}

function join(all: readonly Demands[]): Demands {
  return {
    edges: all.flatMap(({ edges }) => edges),
    notSure: all.flatMap(({ notSure }) => notSure),
    choices: all.flatMap(({ choices }) => choices),
  };
}

/** A lost allocation shows the whole block as it was before the script. */
function blockDemands(model: Model, block: number, units: readonly [number, UnitView][]): Demands {
  const kept = join(units.map(([key, unit]) => unitDemands(model, key, unit)));
  const { data, allocation } = model.behaviour;
  const isHeld = units.some(([, { present }]) => present.size > 0);
  const isWhole = units.every(([, { missing }]) => missing.size === 0);
  if (data === allocation || isHeld || isWhole) return kept;
  const writes = [...(model.sectors.blocks.get(block) as ReadonlySet<WriteMoments>)];
  const notSure = writes.map((write): NotSure => ({ write, of: 'allocation', from: allocation }));
  const lost = { ...noDemands, notSure };
  return { ...noDemands, choices: [{ when: [], alternatives: [lost, kept] }] };
}

/** The conditions as demands on the run and the moment of the fault; null for a contradiction. */
export function problemOf(model: Model, all: readonly CutCondition[]): CutProblem | null {
  const isGone = model.behaviour.data === 'gone';
  // Without a disk nothing is there, and everything is missing.
  if (isGone && all.some(({ is }) => is === 'present')) return null;
  const conditions = isGone ? all.filter(({ is }) => is !== 'missing') : all;
  const units = unitsOf(model, conditions);
  const blocks = new Map<number, [number, UnitView][]>();
  const past = runBy(model, conditions);
  for (const [key, unit] of units) {
    for (const write of unit.present) {
      if (unit.missing.has(write)) return null;
      past.push(write.dispatched);
    }
    addToGroup(blocks, unit.block, [key, unit]);
  }
  const demands = join([...blocks].map(([block, inBlock]) => blockDemands(model, block, inBlock)));
  const between = model.timeline.disjunctions.map(({ when, alternatives }) => ({
    when,
    alternatives: alternatives.map((edges) => ({ ...noDemands, edges })),
  }));
  const edges = [...demands.edges, ...orderBetween(model, conditions)];
  return { ...demands, edges, past, choices: [...demands.choices, ...between] };
}
