import type { FaultId } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { createBranching, nextAnswers } from '../../../src/search/exhaust/branching.js';
import { holdsEverything } from '../../../src/search/exhaust/sureness.js';
import { aftermathOf, crashStateOf } from '../../../src/stack/crash-state.js';
import { sparedByFault } from '../../../src/stack/faults.js';
import type { Machine } from '../../../src/stack/machine.js';
import { completeMoves, dispatchMoves, makeMove, stepMoves } from '../../../src/stack/moves.js';
import { createSimulator } from '../../../src/stack/simulate.js';
import type { Stack } from '../../../src/stack/stack.js';
import { resetWorld } from '../../../src/stack/world.js';
import type { Contents } from './contents.js';

type Noted = Map<string, Set<string>>;

/** Does something and takes it back. */
function tried({ world }: Machine, use: () => void): void {
  const [memory, counters] = [world.memory.slice(), { ...world.count }];
  use();
  world.memory.set(memory);
  Object.assign(world.count, counters);
}

/** For each sector whether the script writes it. */
function sectorsOf({ operations, sectorCount }: Script): readonly boolean[] {
  return Array.from({ length: sectorCount }, (_, at) =>
    operations.some(({ lba, sectorCount: own }) => lba <= at && at < lba + own),
  );
}

/** Notes everything that the disk can show where the fault strikes now. */
function note(machine: Machine, spared: number, noted: Noted): void {
  const { script } = machine.program;
  const sectors = sectorsOf(script);
  const acknowledges = script.operations.filter(({ kind }) => kind === 'acknowledge');
  const branching = createBranching();
  do
    tried(machine, () => {
      const { acknowledged, read } = aftermathOf(
        crashStateOf({ ...machine, chooser: branching }, spared),
      );
      const shown = sectors.map((isWritten, lba) => (isWritten ? read(lba) : 0)).join();
      const done = acknowledges.filter(({ id }) => acknowledged(id)).map(({ id }) => id);
      noted.set(shown, (noted.get(shown) ?? new Set()).add(done.join()));
    });
  while (nextAnswers(branching));
}

/**
 * Every order of every event, and at each moment every disk: the simulator by itself, without a plan, a
 * selection or a tree of the search. Only a machine that is the same to the bit is not gone on from twice.
 */
export function contentsByEveryWay(
  script: Script,
  stack: Stack,
  faults: readonly FaultId[],
): ReadonlyMap<FaultId, Contents> {
  const { program, world } = createSimulator(script, stack);
  resetWorld(world);
  const machine: Machine = { stack, program, world, chooser: holdsEverything };
  const spared = sparedByFault(stack);
  const byMask = new Map<number, Noted>(faults.map((fault) => [spared[fault], new Map()]));
  const seen = new Set<string>();
  const goOn = () => {
    const name = `${world.memory.join()} ${Object.values(world.count).join()}`;
    if (seen.has(name)) return;
    seen.add(name);
    for (const [mask, noted] of byMask) note(machine, mask, noted);
    for (const move of [
      ...completeMoves(machine),
      ...dispatchMoves(machine),
      ...stepMoves(machine),
    ])
      tried(machine, () => {
        makeMove(machine, move);
        goOn();
      });
  };
  goOn();
  return new Map(faults.map((fault) => [fault, byMask.get(spared[fault]) ?? new Map()]));
}
