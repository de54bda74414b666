import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { blkcheck, onTheMailsDay } from './command.js';

// What users keep: these files were written when their schema was new, and are never written again.
const kept = (name: string) => fileURLToPath(new URL(`../fixtures/v1/${name}`, import.meta.url));

it('a replay file of schema 1 still replays', async () => {
  const { status, stdout } = await blkcheck(['replay', kept('replay.json')]);
  expect({ status, story: stdout.split('\n')[0] }).toEqual({
    status: 1,
    story: expect.stringContaining('BLK003 (frontend)'),
  });
});

it('a JSON report of schema 1 still holds its findings', async () => {
  const report = JSON.parse(readFileSync(kept('report.json'), 'utf8'));
  const [finding] = report.results.flatMap((row: { findings: { id: string }[] }) => row.findings);
  const { status, stdout } = await blkcheck([
    'replay',
    kept('report.json'),
    '--finding',
    finding.id,
  ]);
  expect({ status, said: stdout.includes('POWER LOSS') }).toEqual({ status: 1, said: true });
});

it('a saved scenario of schema 1 still fails where it did, from its pinned choices', async () => {
  const words = [
    ...onTheMailsDay,
    '--frontend',
    'ide',
    '--cache',
    'none',
    '--runs',
    '1',
    '--quiet',
  ];
  const { status } = await blkcheck(['run', kept('scenario.yaml'), ...words]);
  expect(status).toBe(1);
});
