import type { Behaviour } from '../../src/analysis/behaviour.js';
import type { CutCondition } from '../../src/analysis/cut/condition.js';
import { problemOf } from '../../src/analysis/cut/demands.js';
import { createRefute, isRefuted } from '../../src/analysis/cut/refute.js';
import { sectorsOf } from '../../src/analysis/cut/sectors.js';
import { isPossible } from '../../src/analysis/cut/solve.js';
import { buildTimeline } from '../../src/analysis/timeline/build.js';
import type { Script } from '../../src/model/script.js';
import { canHold, everyRun, isAtWork } from './every-run.js';

function textOf({ operations, threads }: Script): string {
  return threads
    .map((ids) =>
      ids
        .map((id) => operations.find((each) => each.id === id))
        .map((each) => `${each?.id} ${each?.label}+${each?.sectorCount}${each?.fua ? ' fua' : ''}`)
        .join('; '),
    )
    .join(' | ');
}

/** None of them yet. */
export const nothing = { possible: 0, impossible: 0, refuted: 0, finished: 0, large: 0 };
/** What was compared. */
export const counts = { ...nothing };

/** Where the solver and every run of the script differ in what can be when a fault strikes. */
export function differencesIn(
  script: Script,
  behaviour: Behaviour,
  asked: readonly (readonly CutCondition[])[],
  most: number,
): readonly unknown[] {
  const timeline = buildTimeline(script, behaviour);
  const model = { behaviour, overlaps: true, timeline, sectors: sectorsOf(timeline, behaviour) };
  const seen = asked.map(() => false);
  // What a device that lives on finishes is left to the runs, which tell when a flush came back.
  const whole = { ...model, timeline: buildTimeline(script, { ...behaviour, finishes: false }) };
  const can = asked.map((conditions) => canHold(whole, conditions));
  const isAll = everyRun(whole.timeline, most, (run) => {
    if (behaviour.finishes && isAtWork(whole.timeline, run)) return false;
    for (const [at, holds] of can.entries()) if (!seen[at]) seen[at] = holds(run);
    return seen.every((each) => each);
  });
  if (!isAll) {
    counts.large += 1;
    return [];
  }
  const refute = createRefute(timeline);
  return asked.flatMap((conditions, at) => {
    const problem = problemOf(model, conditions);
    const found = problem !== null && isPossible(timeline, problem, { left: 20_000 });
    const refuted = isRefuted(behaviour, refute(conditions));
    counts[seen[at] ? 'possible' : 'impossible'] += 1;
    if (behaviour.finishes) counts.finished += 1;
    if (refuted) counts.refuted += 1;
    if (found === seen[at] && !(refuted && found)) return [];
    return [{ found, seen: seen[at], refuted, conditions, behaviour, script: textOf(script) }];
  });
}

/** FUA is a flush of its own in QEMU, which may be skipped as any other: none of them beside another. */
export const skipping: Behaviour = {
  mode: 'flush-fua',
  inOrder: false,
  oneAtATime: false,
  data: 'flush',
  allocation: 'flush',
  blockSectors: 4,
  unitSectors: 1,
  fua: 'flush',
  skips: 'fua',
};
