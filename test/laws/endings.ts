import type { FaultOrNone } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import { fateBits, fateChooser } from '../../src/search/choosers.js';
import { aftermathOf } from '../../src/stack/crash-state.js';
import { createSimulator, simulate } from '../../src/stack/simulate.js';
import type { Stack } from '../../src/stack/stack.js';

/** What a run ended with: the write that each watched sector shows, and what was acknowledged. */
export interface Ending {
  readonly shows: readonly number[];
  readonly acknowledged: readonly number[];
}

/** Endings of many runs with random fates and cuts: the same ones every time. */
export function endings(
  script: Script,
  stack: Stack,
  fault: FaultOrNone,
  watched: readonly number[],
  runs = 600,
): readonly Ending[] {
  const simulator = createSimulator(script, stack);
  const random = lehmer(12345);
  const count = script.operations.length;
  const slots = Int32Array.from({ length: count + 1 }, (_, id) => id - 1);
  const seen = new Map<string, Ending>();
  for (let run = 0; run < runs; run++) {
    const fates = Array.from({ length: count }, () => random(2 ** fateBits));
    const cut = { kind: 'after', begun: random(count + 1), events: random(8) } as const;
    const { crash } = simulate(simulator, fault, cut, fateChooser(fates, slots));
    const aftermath = aftermathOf(crash);
    const ending = {
      shows: watched.map((lba) => aftermath.read(lba)),
      acknowledged: script.operations
        .filter(({ kind, id }) => kind === 'acknowledge' && aftermath.acknowledged(id))
        .map(({ id }) => id),
    };
    seen.set(JSON.stringify(ending), ending);
  }
  return [...seen.values()];
}

/** The sectors' contents alone, once each, sorted. */
export function contents(...given: Parameters<typeof endings>): readonly string[] {
  return [...new Set(endings(...given).map(({ shows }) => shows.join()))].sort();
}

/** Contents of the runs in which the last acknowledgement had run. */
export function acknowledgedContents(...given: Parameters<typeof endings>): readonly string[] {
  const last = given[0].operations.findLast(({ kind }) => kind === 'acknowledge')?.id ?? 0;
  const done = endings(...given).filter(({ acknowledged }) => acknowledged.includes(last));
  return [...new Set(done.map(({ shows }) => shows.join()))].sort();
}

/** Park and Miller's generator: good enough to vary fates, and the same on every machine. */
function lehmer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
