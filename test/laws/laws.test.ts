import { describe, expect, it } from 'vitest';
import { layerLaws } from './layer-laws.js';
import { mailLaws } from './mail-laws.js';

describe.each([
  ['the mail', mailLaws],
  ['the layers', layerLaws],
])('%s', (_, laws) => {
  it.each(laws)('$name', ({ check }) => {
    expect(check()).toBe('');
  });
});
