import { describe, expect, it, vi } from 'vitest';
import { bugsOfAnalysisToday } from './analysis-bugs.js';
import { plantedBugs } from './bugs.js';
import { bugsOfFaultsInAnalysis } from './bugs-of-faults.js';
import { bugsOfGuestsInAnalysis } from './bugs-of-guests.js';
import { bugsOfTearingInAnalysis } from './bugs-of-tearing.js';
import { analysisBugs, searchBugs } from './engine-bugs.js';
import { failingWithout, holds, isCaught } from './plant.js';
import type { PlantedBug } from './planted-bug.js';
import { readerBugs } from './reader-bugs.js';

vi.setConfig({ testTimeout: 120_000 });

const bugsOf: readonly (readonly [string, readonly PlantedBug[]])[] = [
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
];

it('without a bug all laws hold', async () => {
  expect(await failingWithout(bugsOf.flatMap(([, bugs]) => bugs))).toEqual([]);
});

it('a law that goes on for ever catches nothing', () => {
  const endless = (): string => {
    for (;;);
  };
  expect(() => holds({ name: 'endless', check: endless }, 50)).toThrow(/timed out/u);
  const broken = () => {
    throw new Error('no');
  };
  expect(holds({ name: 'broken', check: broken })).toBe(false);
});

describe.each(bugsOf)('a bug that is planted in %s makes a law fail', (_, bugs) => {
  it.each(bugs)('$name', async (bug) => {
    expect(await isCaught(bug)).toBe(true);
  });
});
