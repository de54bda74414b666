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

/** What writes nothing. */
function quiet(random: Random): Step {
  return { [pick(random, ['read', 'discard'])]: element(random) };
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
      return random(2) === 0 ? quiet(random) : { acknowledge: { durable: 'all' } };
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

/** A small random script with promises; null where the language refuses what came out. */
export function randomScript(random: Random, overlap: boolean): Script | null {
  const declared = promises(random);
  const scenario = {
    blkcheck: 'scenario/1',
    name: 'random',
    suite: 'completion',
    summary: 'Random steps.',
    models: 'Nothing.',
    disk: { sectors: 32 },
    ...(overlap ? { overlap: 'declared' } : {}),
    regions,
    steps: program(random),
    ...(declared.length > 0 ? { promises: declared } : {}),
  };
  const read = readScenario(JSON.stringify(scenario), 'random.yaml');
  if (!('scenario' in read)) return null;
  const compiled = compileScenario(read.scenario, {}, []);
  return 'script' in compiled ? compiled.script : null;
}
