import type { Standing } from '../catalogue/cures/standing.js';
import type { Fact, VmDisk } from '../model/vm-disk.js';

type Setting = readonly [
  key: Standing['key'],
  flag: Standing['flag'],
  fact: (disk: VmDisk) => Fact<boolean | string>,
];

const settings: readonly Setting[] = [
  ['cache', 'writeback', (disk) => disk.writeback],
  ['cache', 'direct', (disk) => disk.direct],
  ['cache', 'noFlush', (disk) => disk.noFlush],
  ['aio', null, (disk) => disk.aio],
  ['werror', null, (disk) => disk.werror],
];

/** What of a disk is set by something that the usual setting has no word against. */
export function standingOf(disk: VmDisk): readonly Standing[] {
  return settings.flatMap(([key, flag, factOf]): readonly Standing[] => {
    const fact = factOf(disk);
    const { origin } = fact;
    if (!fact.known || origin.kind !== 'file' || origin.over === undefined) return [];
    return [{ key, flag, value: fact.value, at: origin.at, ...origin.over }];
  });
}
