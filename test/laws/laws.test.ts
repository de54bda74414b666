import { describe, expect, it } from 'vitest';
import { arrayLaws } from './array-laws.js';
import { faultLaws } from './fault-laws.js';
import { guestLaws } from './guest-laws.js';
import { hostLaws } from './host-laws.js';
import { layerLaws } from './layer-laws.js';
import { mailLaws } from './mail-laws.js';
import { ruleLaws } from './rule-laws.js';
import { searchLaws } from './search-laws.js';
import { secondBootLaws } from './second-boot-laws.js';
import { todayLaws } from './today-laws.js';

describe.each([
  ['the mail', mailLaws],
  ['the layers', layerLaws],
  ['the rules', ruleLaws],
  ['the search', searchLaws],
  ['the stacks of today', todayLaws],
  ['faults that leave something alive', faultLaws],
  ['arrays', arrayLaws],
  ['hosts and servers', hostLaws],
  ['other guests', guestLaws],
  ['the second boot', secondBootLaws],
])('%s', (_, laws) => {
  it.each(laws)('$name', ({ check }) => {
    expect(check()).toBe('');
  });
});
