import type { Script } from '../../../src/model/script.js';
import { compileScenario } from '../../../src/scenario/compile.js';
import { readScenario } from '../../../src/scenario/read.js';

type Random = (below: number) => number;
type Step = string | Readonly<Record<string, unknown>>;

const pages = { at: 0, sectors: 1, count: 12 };
const waits = ['wait', 'wait', 'fsync', 'flush'] as const;
const acknowledge: Step = { acknowledge: { durable: 'all' } };

/** Some writes in flight together, and what waits for them. */
function round(random: Random, page: () => string): Step[] {
  const writes = Array.from({ length: 1 + random(3) }, () =>
    random(3) === 0 ? { write: page(), fua: true } : { write: page() },
  );
  const waited = [...writes, waits[random(waits.length)] ?? 'wait'];
  return random(2) === 0 ? waited : [...waited, acknowledge];
}

function rounds(random: Random, page: () => string): Step[] {
  const first = round(random, page);
  return random(2) === 0 ? first : [...first, ...round(random, page)];
}

function program(random: Random): Step[] {
  let written = 0;
  // In two blocks of the host, by turns.
  const page = () => `pages[${(written++ * 7) % pages.count}]`;
  const [one, other] = [rounds(random, page), rounds(random, page)];
  if (random(3) === 0) return [...one, ...other, acknowledge];
  const after = random(2) === 0 ? [] : round(random, page);
  return [{ parallel: [one, other] }, ...after, acknowledge];
}

/** Rounds of writes that are waited for, in one thread or two; null where the language refuses what came out. */
export function randomRounds(random: Random): Script | null {
  const scenario = {
    blkcheck: 'scenario/1',
    name: 'rounds',
    suite: 'completion',
    summary: 'Rounds.',
    models: 'Nothing.',
    disk: { sectors: pages.count },
    regions: { pages },
    steps: program(random),
  };
  const read = readScenario(JSON.stringify(scenario), 'rounds.yaml');
  if (!('scenario' in read)) return null;
  const compiled = compileScenario(read.scenario, {}, []);
  return 'script' in compiled ? compiled.script : null;
}
