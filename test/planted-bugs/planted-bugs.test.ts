import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { analysisBugs } from './analysis-bugs.js';
import { plantedBugs } from './bugs.js';
import { compileTo, failingLaws, lawsOfAnalysis, simulatorLaws } from './plant.js';

// Each is a process of its own; two at once is what a small machine has room for.
vi.setConfig({ maxConcurrency: 2, testTimeout: 120_000 });

describe.each([
  ['the simulator', simulatorLaws, plantedBugs],
  ['the analysis', lawsOfAnalysis, analysisBugs],
] as const)('a bug that is planted in %s', (_, planted, bugs) => {
  const folder = mkdtempSync(join(tmpdir(), 'blkcheck-planted-'));
  const base = join(folder, 'base');

  beforeAll(() => compileTo(base, planted));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is what makes a law fail: without one, all hold', async () => {
    expect(await failingLaws(base, join(folder, 'none'), null)).toEqual([]);
  });
  it.concurrent.each(bugs)('$name', async (bug) => {
    const copy = join(folder, bug.name.replaceAll(/\W+/g, '-'));
    expect(await failingLaws(base, copy, bug)).toContain(bug.caughtBy);
  });
});
