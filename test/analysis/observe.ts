import { choiceKinds } from '../../src/model/choice.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import type { ViolationKind } from '../../src/model/verdict.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { stackOf } from '../../src/search/stacks.js';
import type { Chooser } from '../../src/stack/choose.js';
import { aftermathOf } from '../../src/stack/crash-state.js';
import { createSimulator, simulate } from '../../src/stack/simulate.js';

/** Park and Miller's generator: the same sequence on every machine. */
export function pseudoRandom(seed: number): (below: number) => number {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * below);
  };
}

const percentages = [3, 15, 50, 85, 97];

const firstAboutTheDisk = choiceKinds.indexOf('lose');

/** For how many steps something is held back; the last is for ever, until nothing else goes on. */
const delays = [1, 2, 3, 5, 1_000_000, 1_000_000, 1_000_001] as const;

/**
 * Nature with a temper: how often it is unkind differs from run to run, for each kind of choice,
 * and in every other run for each operation too. What the disk shows it decides once.
 */
export function moody(random: (below: number) => number): Chooser {
  const moods: number[] = [];
  const decided = new Map<string, number>();
  const perOperation = random(2);
  const decide = (kind: number, subject: number) => {
    const mood = kind + subject * perOperation * choiceKinds.length;
    moods[mood] ??= percentages[random(percentages.length)] ?? 50;
    return random(100) < (moods[mood] ?? 50) ? 1 : 0;
  };
  return {
    choose: (kind: number, subject: number, nth: number) => {
      if (kind < firstAboutTheDisk)
        return decide(kind, subject) * (delays[random(delays.length)] ?? 1);
      const question = [kind, subject, nth].join();
      const answer = decided.get(question) ?? decide(kind, subject);
      decided.set(question, answer);
      return answer;
    },
  };
}

export interface Observation {
  readonly kinds: readonly ViolationKind[];
  readonly runs: number;
}

/**
 * What random runs of the simulator break, with the simulator as a black box. It ends when all the
 * `expected` kinds were seen, or after that many runs.
 */
export function observe(
  script: Script,
  configuration: Configuration,
  fault: FaultId,
  { runs, expected }: { readonly runs: number; readonly expected: readonly ViolationKind[] },
): Observation {
  const simulator = createSimulator(
    script,
    stackOf({ kind: 'configuration' }, configuration, script),
  );
  const oracle = createOracle(script);
  const random = pseudoRandom(runs);
  const seen = new Set<ViolationKind>();
  for (let run = 1; run <= runs; run += 1) {
    const begun = random(script.operations.length + 1);
    const cut = { kind: 'after', begun, events: random(10) } as const;
    const { crash } = simulate(simulator, fault, cut, moody(random));
    const aftermath = aftermathOf(crash);
    for (let found = oracle.judge(aftermath, seen); found !== null; ) {
      seen.add(found.kind);
      found = oracle.judge(aftermath, seen);
    }
    if (expected.length > 0 && expected.every((kind) => seen.has(kind))) {
      return { kinds: [...seen].sort(), runs: run };
    }
  }
  return { kinds: [...seen].sort(), runs };
}
