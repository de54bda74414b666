import type { Script } from '../../src/model/script.js';
import { compileScenario } from '../../src/scenario/compile.js';
import { readScenario } from '../../src/scenario/read.js';

type Random = (below: number) => number;
type Step = string | Readonly<Record<string, unknown>>;

// `wide` lies across the border of a 4096-byte unit and host block; `near` shares one with `wide`.
const regions = {
  near: { at: 0, sectors: 1, count: 3 },
  wide: { at: 6, sectors: 3, count: 2 },
  far: { at: 24, sectors: 2, count: 2 },
};
const names = ['near', 'wide', 'far'] as const;

function pick<Value>(random: Random, values: readonly [Value, ...Value[]]): Value {
  return values[random(values.length)] ?? values[0];
}

function element(random: Random): string {
  const name = pick(random, names);
  return `${name}[${random(regions[name].count)}]`;
}

function write(random: Random): Step {
  const kind = pick(random, ['write', 'write', 'write', 'write-zeroes']);
  const target = { [kind]: element(random) };
  return kind === 'write' && random(4) === 0 ? { ...target, fua: true } : target;
}

function step(random: Random): Step {
  switch (random(10)) {
    case 0:
      return pick(random, ['fsync', 'fdatasync']);
    case 1:
      return 'flush';
    case 2:
      return 'wait';
    case 3:
    case 4:
      return { barrier: element(random), refused: pick(random, ['resend', 'wait']) };
    case 5:
      return random(3) === 0 ? { read: element(random) } : { acknowledge: { durable: 'all' } };
    default:
      return write(random);
  }
}

function steps(random: Random, count: number): Step[] {
  return Array.from({ length: count }, () => step(random));
}

function program(random: Random): Step[] {
  if (random(4) > 0) return [...steps(random, 1 + random(6)), { acknowledge: { durable: 'all' } }];
  const threads = [steps(random, 1 + random(3)), steps(random, 1 + random(2))];
  // The compiler takes an fsync in one thread for one before its sibling: leave nothing in flight.
  const before = random(2) === 0 ? [] : [step(random), 'fsync'];
  const after = steps(random, random(2));
  return [...before, { parallel: threads }, ...after, { acknowledge: { durable: 'all' } }];
}

function promises(random: Random): Step[] {
  const [first, second] = [pick(random, names), pick(random, names)];
  const list: Step[] = [];
  if (first !== second) list.push({ ordered: { first, second } });
  // A write that covers less than what is atomic would tear it by itself.
  if (random(3) === 0) list.push({ atomic: element(random) });
  return list;
}

/** Some of the reads and of the zeroes are discards instead. */
function withDiscards(random: Random, steps: readonly Step[]): Step[] {
  return steps.map((step) => {
    if (typeof step === 'string') return step;
    const threads = step['parallel'] as readonly (readonly Step[])[] | undefined;
    if (threads !== undefined)
      return { parallel: threads.map((each) => withDiscards(random, each)) };
    const target = step['read'] ?? step['write-zeroes'];
    return target !== undefined && random(2) === 0 ? { discard: target } : step;
  });
}

/** A small random script with promises; null where the language refuses what came out. */
export function randomScript(random: Random, overlap: boolean): Script | null {
  return compiled(promises(random), program(random), overlap);
}

/** The same with discards, which what is pinned was written without. */
export function randomScriptWithDiscards(random: Random, overlap: boolean): Script | null {
  return compiled(promises(random), withDiscards(random, program(random)), overlap);
}

function compiled(
  declared: readonly Step[],
  steps: readonly Step[],
  overlap: boolean,
): Script | null {
  const scenario = {
    blkcheck: 'scenario/1',
    name: 'random',
    suite: 'completion',
    summary: 'Random steps.',
    models: 'Nothing.',
    disk: { sectors: 32 },
    ...(overlap ? { overlap: 'declared' } : {}),
    regions,
    steps,
    ...(declared.length > 0 ? { promises: declared } : {}),
  };
  const read = readScenario(JSON.stringify(scenario), 'random.yaml');
  if (!('scenario' in read)) return null;
  const made = compileScenario(read.scenario, {}, []);
  return 'script' in made ? made.script : null;
}
