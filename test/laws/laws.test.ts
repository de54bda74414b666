import { describe, expect, it } from 'vitest';
import { layerLaws } from './layer-laws.js';
import { mailLaws } from './mail-laws.js';
import { secondBootLaws } from './second-boot-laws.js';

describe.each([
  ['the mail', mailLaws],
  ['the layers', layerLaws],
  ['the second boot', secondBootLaws],
])('%s', (_, laws) => {
  it.each(laws)('$name', ({ check }) => {
    expect(check()).toBe('');
  });
});
