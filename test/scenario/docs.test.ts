import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { limits } from '../../src/scenario/language/limits.js';
import { scenarioOf, scriptOf } from './files.js';

const text = readFileSync('docs/scenarios.md', 'utf8');
const blocks = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, block = '']) => block);
const [whole = '', ...pieces] = blocks;
const regions = pieces.find((piece) => piece.startsWith('regions:')) ?? '';
const steps = `steps:
  - { write: "log[0]", transaction: 1 }
  - { write: "pages[0]", transaction: 1 }
  - fsync
  - { write: "commit[0]", transaction: 1 }
  - { write: "roots[0]", transaction: 1 }
  - { write: header, transaction: 1 }
  - fsync
  - acknowledge: { transaction: 1, durable: all }
`;
const frame = `blkcheck: scenario/1
name: piece
suite: completion
summary: A piece.
models: A page of documentation.
disk: { sectors: 128 }
${regions}`;

test('the scenario at the top runs', () => {
  expect(scriptOf(scenarioOf(whole)).operations).toHaveLength(16);
});

test.each(pieces.filter((piece) => piece !== regions))('%s', (piece) => {
  const rest = piece.startsWith('steps:') ? piece : piece + steps;
  expect(scriptOf(scenarioOf(frame + rest)).operations.length).toBeGreaterThan(0);
});

test('the limits on the page are those of the reader', () => {
  const section = text.slice(text.indexOf('## Limits')).replace(/\s+/g, ' ');
  for (const limit of [
    limits.depth,
    limits.aliases,
    limits.diskSectors,
    limits.operations,
    limits.threads,
  ]) {
    expect(section).toContain(` ${limit.toLocaleString('en')} `);
  }
});
