import { expect, it } from 'vitest';
import { faultIds } from '../../src/model/fault.js';
import { compileScenario } from '../../src/scenario/compile.js';
import { buildStack } from '../../src/stack/build.js';
import { aftermathOf } from '../../src/stack/crash-state.js';
import { createSimulator, simulate } from '../../src/stack/simulate.js';
import { configurationOf } from '../laws/configurations.js';
import { scenarioOf, scriptOf } from '../scenario/files.js';
import { proofDisagreement } from './compare.js';

// Defects that comparing the two engines brought to light, each in its smallest form.

function scenario(steps: readonly unknown[]) {
  return scenarioOf(
    JSON.stringify({
      blkcheck: 'scenario/1',
      name: 'small',
      suite: 'completion',
      summary: 'A few steps.',
      models: 'Nothing.',
      disk: { sectors: 8 },
      regions: { a: { at: 0, sectors: 1 } },
      steps,
    }),
  );
}

const acknowledge = { acknowledge: { durable: 'all' } };

it('a discarded sector cannot be acknowledged as durable', () => {
  const compiled = compileScenario(scenario([{ discard: 'a' }, 'fsync', acknowledge]), {}, []);
  expect(compiled).toHaveProperty('diagnostics');
});

it('a write does not keep the promise of a later one that is still queued', () => {
  const script = scriptOf(scenario([{ write: 'a' }, 'wait', { write: 'a' }, acknowledge]));
  const stack = buildStack(configurationOf('scsi', 'writethrough'));
  const simulator = createSimulator(script, stack);
  const cut = { kind: 'after', begun: 4, events: 0 } as const;
  // Operation 3 stays in the guest's queue, and a guest crash takes it.
  const chooser = { choose: (_kind: number, subject: number) => (subject === 3 ? 99 : 0) };
  const { crash } = simulate(simulator, 'guest-crash', cut, chooser);
  const aftermath = aftermathOf(crash);
  expect([aftermath.acknowledged(4), aftermath.read(0)]).toEqual([true, 1]);
  expect(aftermath.satisfies(1, 3)).toBe(false);
});

it('an fsync in one thread is not surely before a write in its sibling', () => {
  const threads = [['fsync'], [{ write: 'a' }]];
  const compiled = compileScenario(
    scenario([{ write: 'a' }, { parallel: threads }, 'fsync', acknowledge]),
    {},
    [],
  );
  expect(compiled).toHaveProperty('diagnostics');
});

it('CURRENT may name a manifest that begins behind the last record', () => {
  const acknowledged = (transaction: number) => ({ acknowledge: { transaction } });
  const steps = [
    { write: 'log', transaction: 1 },
    { write: 'manifest', transaction: 1 },
    'fsync',
    { write: 'current', transaction: 2 },
    'fsync',
    acknowledged(1),
    { write: 'table', transaction: 1 },
  ];
  const small = {
    blkcheck: 'scenario/1',
    name: 'small',
    suite: 'completion',
    summary: 'A few steps.',
    models: 'Nothing.',
    disk: { sectors: 8 },
    regions: Object.fromEntries(
      ['current', 'manifest', 'table', 'log'].map((name, at) => [name, { at, sectors: 1 }]),
    ),
    steps,
    recovery: {
      manifest: { current: 'current', manifest: 'manifest', tables: 'table', log: 'log' },
    },
  };
  const script = scriptOf(scenarioOf(JSON.stringify(small)));
  const configuration = configurationOf('scsi', 'writethrough');
  expect(proofDisagreement(script, configuration, faultIds)).toEqual([]);
});
