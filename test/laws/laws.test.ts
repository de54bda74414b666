import { describe, expect, it } from 'vitest';
import { arrayLaws } from './array-laws.js';
import { gateLaws } from './gate-laws.js';
import { guestLaws } from './guest-laws.js';
import { hostLaws } from './host-laws.js';
import { layerLaws } from './layer-laws.js';
import { mailLaws } from './mail-laws.js';
import { readerLaws } from './reader-laws.js';
import { refusalLaws } from './refusal-laws.js';
import { todayLaws } from './today-laws.js';
import { volatileHostLaws } from './volatile-host-laws.js';

describe.each([
  ['the mail', mailLaws],
  ['the layers', layerLaws],
  ['the stacks of today', todayLaws],
  ['arrays', arrayLaws],
  ['hosts and servers', hostLaws],
  ['hosts that sync nothing', volatileHostLaws],
  ['other guests', guestLaws],
  ['what cannot be', refusalLaws],
  ['readers', readerLaws],
  ['the gate', gateLaws],
])('%s', (_, laws) => {
  it.each(laws)('$name', ({ check }) => {
    expect(check()).toBe('');
  });
});
