import type { PlantedBug } from './planted-bug.js';

/** Mistakes in what faults take that leave something alive above it. */
export const bugsOfFaults: readonly PlantedBug[] = [
  {
    name: 'a disk that loses its power keeps its cache',
    file: 'catalogue/faults.ts',
    find: "erases: ['device-queue', 'disk-cache'],",
    replace: "erases: ['device-queue'],",
    caughtBy:
      'a disk that loses power takes what only its cache had, the older and not the newer too',
  },
  {
    name: 'a disk that loses its power takes the page cache along',
    file: 'catalogue/faults.ts',
    find: "erases: ['device-queue', 'disk-cache'],",
    replace: "erases: ['device-queue', 'host-memory', 'disk-cache'],",
    caughtBy: 'the page cache outlives a disk that loses its power, and not its host',
  },
  {
    name: 'a disk that loses its power finishes what is in flight',
    file: 'catalogue/faults.ts',
    find: "erases: ['device-queue', 'disk-cache'],",
    replace: "erases: ['disk-cache'],",
    caughtBy: 'a request in flight fails with the disk, whatever is below',
  },
  {
    name: 'a cache that lives on still holds what it has handed to one that does not',
    file: 'stack/faults.ts',
    find: 'if (erased.has(place)) break;',
    replace: 'if (erased.has(place)) continue;',
    caughtBy:
      'a disk that loses power takes what only its cache had, the older and not the newer too',
  },
];

/** The same in the analysis. */
export const bugsOfFaultsInAnalysis: readonly PlantedBug[] = [
  {
    name: 'a place that is spared keeps what it has handed on',
    file: 'analysis/sureness.ts',
    find: '.slice(places.indexOf(place))',
    replace: '.slice(places.indexOf(place), places.indexOf(place) + 1)',
    caughtBy: 'a disk alone loses power: predicted',
  },
  {
    name: 'a disk without a volatile cache has one to lose',
    file: 'analysis/sureness.ts',
    find: 'disk?.cache === true && !disk.cacheSparedByPowerLoss',
    replace: 'disk !== undefined',
    caughtBy: 'a disk alone loses power: predicted',
  },
];
