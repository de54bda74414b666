import type { CrashState } from './crash-state.js';
import type { Machine } from './machine.js';
import { firstBlock, firstUnit } from './program.js';

/**
 * What nature decided about the crash state: about each write to a unit, about which of two writes in
 * flight together landed last, and about each allocation.
 */
export const undecided = 0;
export const there = 1;
export const gone = 2;

const fateDecision = 0;
const overtakeDecision = 1;
const mappingDecision = 2;
const decisionKinds = 3;

/** Notes a decision, so that it can be taken back. */
export function noteFate({ trail }: CrashState, entry: number): void {
  trail?.push(entry * decisionKinds + fateDecision);
}

export function noteOvertaking({ trail }: CrashState, entry: number): void {
  trail?.push(entry * decisionKinds + overtakeDecision);
}

export function noteMapping({ trail }: CrashState, block: number): void {
  trail?.push(block * decisionKinds + mappingDecision);
}

/** Takes back what was decided since the trail was so long. */
export function takeBack({ machine, trail }: CrashState, length: number): void {
  if (trail === null) return;
  const { blockFate, entryFate, entryOvertaken } = machine.world;
  while (trail.length > length) {
    const decided = trail.pop() ?? 0;
    const at = Math.floor(decided / decisionKinds);
    const kind = decided % decisionKinds;
    if (kind === fateDecision) entryFate[at] = undecided;
    else if (kind === overtakeDecision) entryOvertaken[at] = undecided;
    else blockFate[at] = undecided;
  }
}

/** What was decided about something; `open` for nothing yet. */
export type Fate = 'open' | 'there' | 'gone';

/** What was decided about a unit of a write, counted from its first. */
export function fateOfUnit({ program, world }: Machine, write: number, unitInWrite: number): Fate {
  const unit = firstUnit(program, write) + unitInWrite;
  for (let entry = world.unitHead[unit] ?? 0; entry !== 0; entry = world.entryOlder[entry] ?? 0)
    if (world.entryWrite[entry] === write) return fateNamed(world.entryFate[entry]);
  return 'open';
}

/** What was decided about the allocation of a host block of a write, counted from its first. */
export function fateOfBlock(
  { program, world }: Machine,
  write: number,
  blockInWrite: number,
): Fate {
  return fateNamed(world.blockFate[firstBlock(program, write) + blockInWrite]);
}

/** Whether older writes to a unit of a write were decided to have landed after it. */
export function isOvertakenIn({ program, world }: Machine, write: number, unitInWrite: number) {
  const unit = firstUnit(program, write) + unitInWrite;
  for (let entry = world.unitHead[unit] ?? 0; entry !== 0; entry = world.entryOlder[entry] ?? 0)
    if (world.entryWrite[entry] === write) return world.entryOvertaken[entry] === there;
  return false;
}

function fateNamed(fate: number | undefined): Fate {
  if (fate === there) return 'there';
  return fate === gone ? 'gone' : 'open';
}
