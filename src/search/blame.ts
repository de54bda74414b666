import { type RuleId, ruleOf } from '../catalogue/rules/rules.js';
import type { Violation } from '../model/aftermath.js';
import type { Operation, OperationId, Script } from '../model/script.js';
import { layerIds } from '../model/verdict.js';
import { ruleAt } from '../stack/rule-index.js';
import type { Stack } from '../stack/stack.js';
import type { World } from '../stack/world.js';

const sectorBytes = 512;

/**
 * The defect behind a broken promise, read from what the layers noted while they ran.
 *
 * Where both writes of a broken order were in flight together, the refused barrier is to blame.
 * Otherwise the missing write had completed and sat in a volatile place: then it is the lowest
 * layer that stopped a flush meant for it, because everything above did its part.
 * '' where no layer stopped anything: the workload asked for nothing.
 */
export function blame(script: Script, world: World, violation: Violation): RuleId | '' {
  const { victim, witness } = violation;
  // A recovery function of the user's names no write; then any stop may be the one.
  if (victim === 0) return deepest(flushStops(script.operations, world)) || refusals(script, world);
  if (witness !== 0 && wereInFlightTogether(world, victim, witness)) {
    const refused = refusals(script, world);
    if (refused !== '') return refused;
  }
  return deepest(stops(script, world, violation));
}

/**
 * The defect behind a promise that broke in a second boot. What is missing may be what its recovery
 * wrote, which no violation names: then it is the lowest layer that stopped a flush within one of these
 * writes, or else a sync of the recovery.
 */
export function blameOfSecond(
  boot: Script,
  first: Script,
  world: World,
  violation: Violation,
): RuleId | '' {
  const own = boot.operations.slice(first.operations.length);
  const writes = own.filter(({ kind }) => kind === 'write');
  return (
    blame(boot, world, violation) ||
    deepest(flushStops(writes, world)) ||
    deepest(flushStops(own, world)) ||
    replaysUnsynced(first)
  );
}

/** Of a recovery that writes what it read before it asks for a flush, nobody stopped one. */
function replaysUnsynced({ recovery }: Script): RuleId | '' {
  return recovery.kind === 'journal' && recovery.syncsFirst === false ? 'BLK035' : '';
}

/**
 * The layer that tears what the workload trusts the disk to write whole; '' where none does. It is asked
 * last: what was not flushed is gone in any unit.
 */
export function blameOfTearing(
  { atomicBytes = sectorBytes }: Script,
  { disk }: Stack,
): RuleId | '' {
  if (disk.sectorsPerAtomicUnit * sectorBytes >= atomicBytes) return '';
  return disk.tornBy ?? 'BLK029';
}

function wereInFlightTogether(world: World, victim: OperationId, witness: OperationId): boolean {
  const completion = world.completion[victim] ?? 0;
  return completion === 0 || completion > (world.completedBefore[witness] ?? 0);
}

function refusals(script: Script, world: World): RuleId | '' {
  return deepest(script.operations.map(({ id }) => ruleAt(world.orderStop[id] ?? 0)));
}

/**
 * What stopped the write's own sync, and every flush that was asked for after it and before it
 * was needed: by the write that depends on it, or by the acknowledgement.
 */
function stops(script: Script, world: World, violation: Violation): readonly (RuleId | '')[] {
  const { victim, witness, acknowledge } = violation;
  const from = world.begun[victim] ?? 0;
  const until = world.begun[witness !== 0 ? witness : acknowledge] ?? 0;
  const isBetween = ({ id }: Operation) =>
    (world.begun[id] ?? 0) > from && (world.begun[id] ?? 0) <= (until === 0 ? Infinity : until);
  const asked = script.operations.filter(
    (operation) => operation.id === victim || (asksForFlush(operation) && isBetween(operation)),
  );
  return flushStops(asked, world);
}

/** What each of these noted of a flush that was stopped. */
function flushStops(operations: readonly Operation[], world: World): readonly (RuleId | '')[] {
  return operations.map(({ id }) => ruleAt(world.flushStop[id] ?? 0));
}

function asksForFlush({ kind, fua }: Operation): boolean {
  return kind === 'fsync' || kind === 'fdatasync' || kind === 'flush' || kind === 'barrier' || fua;
}

function deepest(rules: readonly (RuleId | '')[]): RuleId | '' {
  let lowest: RuleId | '' = '';
  for (const rule of rules) if (depth(rule) > depth(lowest)) lowest = rule;
  return lowest;
}

function depth(rule: RuleId | ''): number {
  return rule === '' ? -1 : layerIds.indexOf(ruleOf(rule).layer);
}
