import { describe, expect, test } from 'vitest';
import type { Scenario, Step } from '../../src/scenario/scenario.js';
import { findViolation } from './crash-model.js';
import { readFile, scriptOf, yamlFiles } from './files.js';

const scenarios = yamlFiles('scenarios').map(readFile);
const asked = scenarios.filter(({ suite }) => suite !== 'careless');
const completion = scenarios.filter(({ suite }) => suite === 'completion');
const names = (list: typeof scenarios) =>
  list.map((scenario) => [scenario.name, scenario] as const);
const draws = (seed: number) =>
  Array.from({ length: 40 }, (_, at) => (seed * 7919 + at * 104_729) % 9973);

describe('a disk that honours flushes keeps every promise', () => {
  test.each(names(asked))('%s', (_, scenario) => {
    expect(findViolation(scriptOf(scenario), 'honoured')).toBeNull();
  });

  test.each(names(asked.filter(({ random }) => random)))('%s, members', (_, scenario) => {
    for (let seed = 1; seed <= 40; seed += 1) {
      expect(
        findViolation(scriptOf(scenario, {}, draws(seed)), 'honoured', new Set(), 40),
      ).toBeNull();
    }
  });
});

describe('a stack that drops flushes loses what was acknowledged', () => {
  const acknowledging = completion.filter(
    (scenario) => !scenario.random && scriptOf(scenario).obligations.length > 0,
  );
  test.each(names(acknowledging))('%s', (_, scenario) => {
    const found = findViolation(scriptOf(scenario), 'dropped', new Set(['torn', 'reordered']));
    expect(found?.kind).toBe('lost');
  });
});

describe('a stack that drops flushes reorders', () => {
  // Nothing but the log is written, and that has checksums: all it can do is end early.
  const without = ['group-commit', 'wal'];
  const ordered = completion.filter(({ name, random }) => !random && !without.includes(name));
  test.each(names(ordered))('%s', (_, scenario) => {
    const found = findViolation(scriptOf(scenario), 'dropped', new Set(['lost', 'torn']));
    expect(found?.kind).toBe('reordered');
  });
});

/** The scenario once for each of its syncs and waits, without that one. */
function withoutOneSync(scenario: Scenario): Scenario[] {
  const lists = (steps: readonly Step[]): (readonly Step[])[] =>
    steps.flatMap((step, at) => {
      const rest = (inner: Step) => steps.with(at, inner);
      if (step.kind === 'repeat')
        return lists(step.steps).map((inner) => rest({ ...step, steps: inner }));
      if (step.kind === 'parallel') {
        return step.threads.flatMap((thread, nth) =>
          lists(thread).map((inner) => rest({ ...step, threads: step.threads.with(nth, inner) })),
        );
      }
      return ['fsync', 'fdatasync', 'wait', 'flush'].includes(step.kind)
        ? [steps.toSpliced(at, 1)]
        : [];
    });
  return lists(scenario.steps).map((steps) => ({ ...scenario, steps, overlapDeclared: true }));
}

describe('no sync is there for nothing', () => {
  // ext3's wait keeps the order where barriers are refused; here the barrier keeps it too. The log
  // of `wal` is checkpointed long before it wraps; `wal-checkpoint` is the tight one.
  // SQLite's first sync of the journal is there for what a checksum may overlook; here none does.
  const needless: Readonly<Record<string, number>> = { 'ext3-jbd': 1, 'rollback-journal': 1 };
  const fixed = asked.filter(({ random, name }) => !random && name !== 'wal');
  test.each(names(fixed))('%s', (name, scenario) => {
    const found = withoutOneSync(scenario).map((weaker) =>
      findViolation(scriptOf(weaker), 'honoured'),
    );
    expect(found.filter((violation) => violation === null)).toHaveLength(needless[name] ?? 0);
  });
});

test('members of a family that sync lose data where flushes are dropped', () => {
  const scenario = readFile('scenarios/litmus-sync.yaml');
  const kinds = Array.from(
    { length: 40 },
    (_, seed) => findViolation(scriptOf(scenario, {}, draws(seed)), 'dropped', new Set(), 20)?.kind,
  );
  expect(kinds.filter((kind) => kind === 'lost').length).toBeGreaterThan(20);
});

describe('a careless program fails on any disk', () => {
  const careless = scenarios.filter(({ suite }) => suite === 'careless');
  test.each(names(careless))('%s', (_, scenario) => {
    expect(findViolation(scriptOf(scenario), 'honoured')).not.toBeNull();
  });
});

test('a program that trusts in large atomic writes fails on any disk', () => {
  const atomic = scriptOf(readFile('examples/multi-sector-atomic.yaml'));
  expect(findViolation(atomic, 'honoured')?.kind).toBe('torn');
});
