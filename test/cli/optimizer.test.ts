import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { optimizerFlag } from '../../src/cli/optimizer.js';

it('is about Node 20 alone', () => {
  expect(optimizerFlag('20.19.0')).toMatch(/^--interrupt-budget=\d+$/u);
  expect(['21.7.3', '22.23.3', '24.1.0', '120.0.0', '200.1.0'].map(optimizerFlag)).toEqual(
    Array.from({ length: 5 }, () => ''),
  );
});

it('is a flag that this V8 knows, or none', () => {
  const flag = optimizerFlag(process.versions.node);
  const words = [...(flag === '' ? [] : [flag]), '--eval', ''];
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});
