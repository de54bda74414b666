import type { Script } from '../../../src/model/script.js';
import { compileScenario } from '../../../src/scenario/compile.js';
import { readScenario } from '../../../src/scenario/read.js';

type Random = (below: number) => number;
type Step = string | Readonly<Record<string, unknown>>;

const regions = { pages: { at: 0, sectors: 1, count: 8 } };

function step(random: Random, page: () => string): Step {
  switch (random(8)) {
    case 0:
    case 1:
      return 'fsync';
    case 2:
      return random(2) === 0 ? 'wait' : { acknowledge: { durable: 'all' } };
    case 3:
      return { barrier: page(), refused: random(2) === 0 ? 'resend' : 'wait' };
    case 4:
      return { write: page(), fua: true };
    default:
      return { write: page() };
  }
}

function steps(random: Random, page: () => string, most: number): Step[] {
  return Array.from({ length: 1 + random(most) }, () => step(random, page));
}

/** Threads beside one another, and in some scripts threads within them; every write has its page. */
function program(random: Random): Step[] {
  let pages = 0;
  const page = () => `pages[${pages++ % 8}]`;
  const inner = (): Step => ({
    parallel: [steps(random, page, 1), steps(random, page, 1)],
  });
  const first = random(2) === 0 ? [inner(), ...steps(random, page, 1)] : steps(random, page, 2);
  const threads = [first, steps(random, page, 2)];
  if (random(3) === 0) threads.push(steps(random, page, 1));
  const after = random(2) === 0 ? [] : [step(random, page)];
  return [{ parallel: threads }, ...after, { acknowledge: { durable: 'all' } }];
}

/** A small random script of threads; null where the language refuses what came out. */
export function randomThreads(random: Random): Script | null {
  const scenario = {
    blkcheck: 'scenario/1',
    name: 'threads',
    suite: 'completion',
    summary: 'Threads.',
    models: 'Nothing.',
    disk: { sectors: 8 },
    regions,
    steps: program(random),
  };
  const read = readScenario(JSON.stringify(scenario), 'threads.yaml');
  if (!('scenario' in read)) return null;
  const compiled = compileScenario(read.scenario, {}, []);
  return 'script' in compiled ? compiled.script : null;
}
