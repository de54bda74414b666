import { describe, expect, it } from 'vitest';
import type { Behaviour } from '../../src/analysis/behaviour.js';
import { viewOf } from '../../src/analysis/predict.js';
import { earliest, sampleSectors, shows, type View } from '../../src/analysis/weak-points/view.js';
import { acknowledge, fsync, script, scriptOfThreads, wait, write } from '../laws/scripts.js';
import { behaviour } from './small-disks.js';

const at = (view: View, lba: number, sectorCount: number) =>
  sampleSectors(view, { lba, sectorCount });

describe('sectors that stand for an extent', () => {
  const all = script(write(0, 16), wait, write(3, 2));
  const view = (more: Partial<Behaviour>) => viewOf(all, { ...behaviour, ...more });

  it('are two of each that the same writes touch', () => {
    expect(at(view({}), 0, 16)).toEqual([0, 1, 3, 4]);
    expect(at(view({}), 4, 2)).toEqual([4, 5]);
    expect(at(view({}), 20, 4)).toEqual([20, 21]);
  });

  it('are one of each in each unit that is written as a whole', () => {
    expect(at(view({ unitSectors: 8 }), 0, 16)).toEqual([0, 3, 8]);
    expect(at(view({ unitSectors: 2 }), 0, 6)).toEqual([0, 2, 3, 4, 5]);
  });

  it('are of each block whose allocation can be lost by itself', () => {
    expect(at(view({ allocation: 'flush', blockSectors: 8 }), 5, 11)).toEqual([5, 6, 8, 9]);
  });
});

describe('what a sector may show', () => {
  const columns = script(write(0), write(0), write(0));
  const ways = (allows: (version: number) => boolean) =>
    shows(viewOf(columns, behaviour), 0, allows);
  const present = (of: number) => ({ is: 'present', write: of, lba: 0 });
  const missing = (of: number) => ({ is: 'missing', write: of, lba: 0 });

  it('is said in as few ways as there are runs of versions that will do', () => {
    expect(ways(() => true)).toEqual([[]]);
    expect(ways(() => false)).toEqual([]);
    expect(ways((version) => version === 0)).toEqual([[missing(1), missing(2), missing(3)]]);
    expect(ways((version) => version >= 2)).toEqual([[present(2)]]);
    expect(ways((version) => version !== 2)).toEqual([[missing(2), missing(3)], [present(3)]]);
  });
});

describe('of acknowledgements', () => {
  it('those of one thread that come first count', () => {
    const view = viewOf(script(acknowledge, write(0), acknowledge, acknowledge), behaviour);
    expect(earliest(view, [3, 4, 1])).toEqual([1]);
    expect(earliest(view, [4, 3])).toEqual([3]);
  });

  it('those of siblings count that no other one is surely before', () => {
    const threads = scriptOfThreads([
      [{ kind: 'parallel', threads: [1, 2] }, acknowledge],
      [acknowledge, fsync, acknowledge],
      [acknowledge],
    ]);
    const view = viewOf(threads, behaviour);
    expect(earliest(view, [2, 3, 5, 6])).toEqual([3, 6]);
    expect(earliest(view, [2, 5])).toEqual([5]);
    expect(earliest(view, [2])).toEqual([2]);
  });
});
