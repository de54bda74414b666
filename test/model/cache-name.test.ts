import { expect, it } from 'vitest';
import { cacheNameOf } from '../../src/model/cache-name.js';
import { cacheModeIds } from '../../src/model/configuration.js';

const of = (flags: string) =>
  cacheNameOf({
    writeback: flags.includes('W'),
    direct: flags.includes('D'),
    noFlush: flags.includes('N'),
  });

it.each([
  ['', 'writethrough'],
  ['W', 'writeback'],
  ['D', 'directsync'],
  ['WD', 'none'],
  ['N', 'writethrough-noflush'],
  ['WN', 'unsafe'],
  ['DN', 'directsync-noflush'],
  ['WDN', 'none-noflush'],
])('writeback, direct, no flush: "%s" is called %s', (flags, name) => {
  expect(of(flags)).toBe(name);
});

it('each combination has a name, and each name is one', () => {
  const names = ['', 'W', 'D', 'WD', 'N', 'WN', 'DN', 'WDN'].map(of);
  expect(names.toSorted()).toEqual(cacheModeIds.toSorted());
});
