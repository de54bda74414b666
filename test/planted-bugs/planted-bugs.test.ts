import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bugsOfAnalysisToday } from './analysis-bugs.js';
import { plantedBugs } from './bugs.js';
import { bugsOfFaultsInAnalysis } from './bugs-of-faults.js';
import { bugsOfGuestsInAnalysis } from './bugs-of-guests.js';
import { bugsOfTearingInAnalysis } from './bugs-of-tearing.js';
import { analysisBugs, searchBugs } from './engine-bugs.js';
import { compileTo, failingLaws } from './plant.js';
import { readerBugs } from './reader-bugs.js';

// Each is a process of its own; two at once is what a small machine has room for.
vi.setConfig({ maxConcurrency: 2, testTimeout: 120_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'blkcheck-planted-'));

beforeAll(() => compileTo(join(folder, 'base')));
// Some 370 copies of the program: a busy disk takes minutes to forget them.
afterAll(() => rmSync(folder, { recursive: true, force: true }), 600_000);

it('without a bug all laws hold', async () => {
  expect(await failingLaws(join(folder, 'base'), join(folder, 'none'), null)).toEqual([]);
});

describe.each([
  ['a layer', plantedBugs],
  ['the exhaustive search', searchBugs],
  [
    'the analysis',
    [
      ...analysisBugs,
      ...bugsOfAnalysisToday,
      ...bugsOfFaultsInAnalysis,
      ...bugsOfTearingInAnalysis,
      ...bugsOfGuestsInAnalysis,
    ],
  ],
  ['a reader', readerBugs],
])('a bug that is planted in %s makes a law fail', (_, bugs) => {
  it.concurrent.each(bugs)('$name', async (bug) => {
    const copy = join(folder, bug.name.replaceAll(/\W+/g, '-'));
    expect(await failingLaws(join(folder, 'base'), copy, bug)).toEqual([bug.caughtBy]);
  });
});
