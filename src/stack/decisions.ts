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
export function takeBack(crash: CrashState, length: number): void {
  const { trail } = crash;
  if (trail === null) return;
  while (trail.length > length) setFate(crash, trail.pop() ?? 0, undecided);
}

/** A decision by itself: what it is about, and which it was. */
export interface Decision {
  readonly about: number;
  readonly fate: number;
}

/** Takes back everything that was decided. Returns it, in order. */
export function setAside(crash: CrashState): readonly Decision[] {
  const trail = crash.trail ?? [];
  const decisions = trail.map((about) => ({ about, fate: fateIn(crash, about) }));
  takeBack(crash, 0);
  return decisions;
}

/** Decides the same again. Returns false where something else was decided in the meantime. */
export function putBack(crash: CrashState, decisions: readonly Decision[]): boolean {
  for (const { about, fate } of decisions) {
    const known = fateIn(crash, about);
    if (known !== undecided && known !== fate) return false;
    if (known !== undecided) continue;
    setFate(crash, about, fate);
    crash.trail?.push(about);
  }
  return true;
}

function fateIn(crash: CrashState, about: number): number {
  return fatesOf(crash, about)[Math.floor(about / decisionKinds)] ?? undecided;
}

function setFate(crash: CrashState, about: number, fate: number): void {
  fatesOf(crash, about)[Math.floor(about / decisionKinds)] = fate;
}

function fatesOf({ machine: { world } }: CrashState, about: number): Int32Array {
  switch (about % decisionKinds) {
    case fateDecision:
      return world.entryFate;
    case overtakeDecision:
      return world.entryOvertaken;
    default:
      return world.blockFate;
  }
}

/** What was decided about something; `open` for nothing yet. */
export type Fate = 'open' | 'there' | 'gone';

/** Which entry of its unit's chain is the write's; 0 for none. */
export function entryOf({ world }: Machine, write: number, unit: number): number {
  let entry = world.unitHead[unit] ?? 0;
  while (entry !== 0 && world.entryWrite[entry] !== write) entry = world.entryOlder[entry] ?? 0;
  return entry;
}

/** What was decided about a unit of a write, counted from its first. */
export function fateOfUnit(machine: Machine, write: number, unitInWrite: number): Fate {
  const entry = entryOf(machine, write, firstUnit(machine.program, write) + unitInWrite);
  return entry === 0 ? 'open' : fateNamed(machine.world.entryFate[entry]);
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
export function isOvertakenIn(machine: Machine, write: number, unitInWrite: number): boolean {
  const entry = entryOf(machine, write, firstUnit(machine.program, write) + unitInWrite);
  return entry !== 0 && machine.world.entryOvertaken[entry] === there;
}

function fateNamed(fate: number | undefined): Fate {
  if (fate === there) return 'there';
  return fate === gone ? 'gone' : 'open';
}
