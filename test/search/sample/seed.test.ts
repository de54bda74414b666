import { describe, expect, it } from 'vitest';
import { deriveSeed } from '../../../src/search/sample/seed.js';

describe('deriveSeed', () => {
  it('is frozen: another value is another result for everybody', () => {
    expect(deriveSeed(1, 'wal-commit:ide/writeback:power-loss')).toMatchInlineSnapshot(
      `-281105539`,
    );
    expect(deriveSeed(0, '')).toMatchInlineSnapshot(`1234692987`);
    expect(deriveSeed(0xffff_ffff, 'ä')).toMatchInlineSnapshot(`1988866077`);
  });

  it('gives whole numbers of 32 bits', () => {
    for (let seed = 0; seed < 1000; seed += 1) {
      const derived = deriveSeed(seed, 'row');
      expect(derived).toBe(derived | 0);
    }
  });

  it('tells seeds and names apart', () => {
    const seeds = new Set<number>();
    for (let seed = 0; seed < 100; seed += 1) {
      for (let row = 0; row < 100; row += 1) seeds.add(deriveSeed(seed, `row ${row}`));
    }
    expect(seeds.size).toBeGreaterThan(9_995);
  });
});
