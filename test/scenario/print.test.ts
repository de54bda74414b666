import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Script } from '../../src/model/script.js';
import { printScenario } from '../../src/scenario/print.js';
import type { Pinned, Scenario } from '../../src/scenario/scenario.js';
import { withoutOperations } from '../../src/search/minimise/remove.js';
import { readFile, scenarioOf, scriptOf, yamlFiles } from './files.js';

const scenarios = yamlFiles('scenarios').map(readFile);
const aScenario = fc.constantFrom(...scenarios);
const someDraws = fc.array(fc.nat(1_000_000), { maxLength: 60 });

function printed(script: Script, scenario: Scenario): Scenario {
  const result = printScenario(script, scenario);
  if ('reason' in result) throw new Error(result.reason);
  return scenarioOf(result.text);
}

/** What a printed script may change: it has no parameters, and its labels are made again. */
function comparable(script: Script): unknown {
  const operations = script.operations.map((operation) => ({ ...operation, label: '' }));
  const groups = script.atomics.map(({ ranges }) => ranges);
  const orderings = script.orderings.map(({ second, first }) => [
    second,
    [...first].sort((a, b) => a.lba - b.lba || a.version - b.version),
  ]);
  return { ...script, parameters: {}, operations, atomics: groups, orderings };
}

/** Members of a family may acknowledge before they write; what is printed must not. */
function promisesSomething({ obligations }: Script): boolean {
  const empty = obligations.filter(
    ({ requires, transaction }) => requires.length + transaction === 0,
  );
  return obligations.length > 0 && empty.length === 0;
}

test('print, read and compile give the same script', () => {
  fc.assert(
    fc.property(aScenario, someDraws, (scenario, draws) => {
      const script = scriptOf(scenario, {}, draws);
      fc.pre(promisesSomething(script));
      expect(comparable(scriptOf(printed(script, scenario)))).toEqual(comparable(script));
    }),
    { seed: 1, numRuns: 150 },
  );
});

test('a script with holes can be printed as long as it promises something', () => {
  fc.assert(
    fc.property(aScenario, someDraws, fc.array(fc.nat(40)), (scenario, draws, holes) => {
      const script = withoutOperations(scriptOf(scenario, {}, draws), new Set(holes));
      const result = printScenario(script, scenario);
      if ('reason' in result) {
        expect(result.reason).toMatch(/promises nothing|acknowledged, and/);
        return;
      }
      const again = scriptOf(scenarioOf(result.text));
      expect(again.operations.length).toBeLessThanOrEqual(script.operations.length);
    }),
    { seed: 1, numRuns: 150 },
  );
});

describe('what is pinned', () => {
  const scenario = readFile('scenarios/contract-client.yaml');
  const script = scriptOf(scenario, { rounds: 1 });
  const pinned: Pinned = {
    fault: 'power-loss',
    powerCut: { operation: 3, event: 1 },
    choices: [{ kind: 'lose', subject: 2, nth: 0, value: 1 }],
  };

  test('is read as it was printed', () => {
    const again = printed(script, { ...scenario, pinned: [pinned] });
    expect(again.pinned).toEqual([pinned]);
  });

  test('is renumbered with the steps', () => {
    const shorter = withoutOperations(script, new Set([1]));
    const again = printed(shorter, { ...scenario, pinned: [pinned] });
    expect(again.pinned[0]?.powerCut.operation).toBe(2);
    expect(again.pinned[0]?.choices[0]?.subject).toBe(1);
  });
});

test('a saved scenario reads well', () => {
  const scenario = readFile('scenarios/contract-client.yaml');
  const result = printScenario(scriptOf(scenario, { rounds: 1 }), {
    name: 'contract-client-1',
    suite: 'barrier',
    summary: 'Finds a barrier that was reordered.',
    models: 'A failure of contract-client that blkcheck found.',
    pinned: [
      {
        fault: 'power-loss',
        powerCut: { operation: 3, event: 1 },
        choices: [{ kind: 'lose', subject: 2, nth: 0, value: 1 }],
      },
    ],
  });
  expect('text' in result && result.text).toMatchSnapshot();
});

test('a script of a module cannot be printed', () => {
  const scenario = scenarios[0] as Scenario;
  const script: Script = { ...scriptOf(scenario), recovery: { kind: 'module' } };
  expect(printScenario(script, scenario)).toHaveProperty('reason');
});
