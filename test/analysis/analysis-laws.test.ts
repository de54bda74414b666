import { expect, it } from 'vitest';
import { analysisLaws } from './analysis-laws.js';

it.each(analysisLaws)('$name', ({ check }) => {
  expect(check()).toBe('');
});
