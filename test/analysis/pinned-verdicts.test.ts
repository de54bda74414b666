import { expect, it } from 'vitest';
import { type Behaviour, explainBehaviour } from '../../src/analysis/behaviour.js';
import { createJudge } from '../../src/analysis/predict.js';
import { predictTwice } from '../../src/analysis/predict-twice.js';
import { bootingFaults } from '../../src/catalogue/faults.js';
import { faultIds } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import { type ViolationKind, violationKinds } from '../../src/model/verdict.js';
import { randomConfiguration } from './all-configurations.js';
import { pseudoRandom } from './observe.js';
import { randomScript } from './random-scripts.js';
import { carelessScript, shippedScripts } from './shipped-scripts.js';

// What the analysis predicts, as it was when proofs agreed with it. It costs no proof, so it sees a
// change at once; which of the two is right is for the agreement tests to say.

const random = pseudoRandom(62);
const configurations = Array.from({ length: 80 }, () => randomConfiguration(random));
const all: readonly Behaviour[] = [
  ...new Map(
    configurations.flatMap((configuration) =>
      faultIds.map((fault) => {
        const { behaviour } = explainBehaviour(configuration, fault);
        return [JSON.stringify(behaviour), behaviour] as const;
      }),
    ),
  ).values(),
];
const [plain, skipping] = [true, false].map((isPlain) =>
  all.filter(({ skips }) => (skips === 'none') === isPlain),
);
const behaviours = [...(plain ?? []).slice(0, 28), ...(skipping ?? []).slice(0, 10)];

/** One hexadecimal digit: a bit for each kind, the worst first. */
function digitOf(kinds: readonly ViolationKind[]): string {
  const bits = violationKinds.map((kind) => (kinds.includes(kind) ? '1' : '0'));
  return Number.parseInt(bits.join(''), 2).toString(16);
}

function verdictsOf(script: Script): string {
  const judge = createJudge(script);
  const digits = behaviours.map((behaviour) => {
    const { kinds, isComplete } = judge(behaviour);
    return `${digitOf(kinds)}${isComplete ? '' : '?'}`;
  });
  return digits.join('');
}

/** After which fault, on each of so many configurations; a dash where nothing is predicted. */
function verdictsAfterTwo(script: Script): string {
  const digits = configurations.slice(0, 6).flatMap((configuration) =>
    bootingFaults.map((fault) => {
      const kinds = predictTwice(script, configuration, fault);
      return kinds === null ? '-' : digitOf(kinds);
    }),
  );
  return digits.join('');
}

function randomScripts(count: number, overlap: boolean): readonly Script[] {
  const scripts: Script[] = [];
  while (scripts.length < count) {
    const script = randomScript(random, overlap);
    if (script !== null) scripts.push(script);
  }
  return scripts;
}

/** What becomes of a script that forgets what it waits for has more ways than are soon gone through. */
const operationsMax = 20;

const shipped = shippedScripts();
const short = shipped.filter(({ operations }) => operations.length <= operationsMax);
const scripts: Readonly<Record<string, readonly Script[]>> = {
  small: randomScripts(80, false),
  overlapping: randomScripts(40, true),
  shipped,
  careless: short.map((script) => carelessScript(script, random)),
};

const fileOf = (lines: readonly string[]) => `${lines.join('\n')}\n`;

it.each(Object.keys(scripts))('promises are broken where they were: %s', async (name) => {
  const lines = scripts[name]?.map((script) => `${script.scenario} ${verdictsOf(script)}`) ?? [];
  await expect(fileOf(lines)).toMatchFileSnapshot(`golden/verdicts-${name}.txt`);
});

it('and so they are after two faults', async () => {
  const some = [...(scripts['small'] ?? []).slice(0, 30), ...shipped];
  const lines = some.map((script) => `${script.scenario} ${verdictsAfterTwo(script)}`);
  await expect(fileOf(lines)).toMatchFileSnapshot('golden/verdicts-after-two.txt');
});
