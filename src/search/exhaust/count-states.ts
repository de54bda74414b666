import type { CrashState } from '../../stack/crash-state.js';
import { nothingLeft } from '../../stack/faults.js';
import { isSure } from '../../stack/survival.js';

/**
 * How many crash states there are: the product of what each atomic unit may show. Exact where units
 * are independent; where allocations may be lost, or writes are there as a whole or not at all, it
 * is more than there are.
 */
export function countStates(crash: CrashState, openWrites: readonly number[]): bigint {
  if (crash.spared === nothingLeft) return 1n;
  const { program, stack } = crash.machine;
  const units = new Set<number>();
  const blocks = new Set<number>();
  for (const write of openWrites) {
    const lba = program.lba[write] ?? 0;
    const last = lba + (program.sectorCount[write] ?? 0) - 1;
    for (let unit = lba >> program.unitShift; unit <= last >> program.unitShift; unit += 1)
      units.add(unit);
    if (!stack.image.allocatesOnWrite) continue;
    const lastBlock = Math.floor(last / program.sectorsPerBlock);
    for (let block = Math.floor(lba / program.sectorsPerBlock); block <= lastBlock; block += 1)
      blocks.add(block);
  }
  // Big numbers are slow to multiply, and most units have as many candidates as others.
  const alike = new Map<number, number>();
  for (const unit of units) {
    const candidates = candidatesOf(crash, unit);
    alike.set(candidates, (alike.get(candidates) ?? 0) + 1);
  }
  let states = 1n << BigInt(blocks.size);
  for (const [candidates, count] of alike) states *= BigInt(candidates) ** BigInt(count);
  return states;
}

function candidatesOf(crash: CrashState, unit: number): number {
  const { world } = crash.machine;
  let candidates = 1;
  for (let entry = world.unitHead[unit] ?? 0; entry !== 0; entry = world.entryOlder[entry] ?? 0) {
    if (world.entryDoubted[entry] === 0 && isSure(crash, world.entryWrite[entry] ?? 0)) break;
    candidates += 1;
  }
  return candidates;
}
