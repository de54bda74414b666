import { expect, it } from 'vitest';
import { gapsOf } from './public-surface.js';

// A program of the compiler takes some seconds to read all types.
const timeoutMs = 120_000;

const entry = 'src/index.ts';

it('everything public is documented, and made of types that can be named', {
  timeout: timeoutMs,
}, () => {
  const { looked, ...gaps } = gapsOf(entry);
  expect(gaps).toEqual({ undocumented: [], unexported: [], withoutDefault: [], untagged: [] });
  expect(looked).toBeGreaterThan(500);
});

const lacking = `
import type { Verdict } from './model/verdict.js';
export interface LackingOptions {
  readonly bare: Verdict;
  /** What nobody knows without it. */
  readonly open?: string;
}
/** Is there. */
export type Nested = { readonly inner: string } | { readonly kind: 'none' };
/** Says nothing of its parameter. */
export function mute(word: string): string {
  return word;
}
`;

it('what lacks something is seen', { timeout: timeoutMs }, () => {
  expect(gapsOf(entry, lacking)).toEqual({
    undocumented: ['LackingOptions', 'LackingOptions.bare', 'Nested.inner'],
    unexported: ['Verdict (LackingOptions)'],
    withoutDefault: ['LackingOptions.open'],
    untagged: ['mute @param word', 'mute @returns', 'mute @throws'],
    looked: 6,
  });
});
