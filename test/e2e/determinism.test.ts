import { describe, expect, it } from 'vitest';
import { blkcheck, onTheMailsDay } from './command.js';

const scenarios = ['--scenario', 'wal-commit,litmus-sync'];
const words = [
  'run',
  ...onTheMailsDay,
  ...scenarios,
  '--cache',
  'none',
  '--fault',
  'all',
  '--runs',
  '30',
];

async function report(more: readonly string[]): Promise<string> {
  const { stdout } = await blkcheck([...words, '--reporter', 'json', ...more]);
  return stdout;
}

describe('the same input gives the same bytes', () => {
  it('with one worker, two, or none', async () => {
    const [none, one, two] = await Promise.all([
      report([]),
      report(['--jobs', '1']),
      report(['--jobs', '2']),
    ]);
    expect(none.length).toBeGreaterThan(10_000);
    expect(one).toBe(none);
    expect(two).toBe(none);
  });

  it('for a row, whatever else is selected', async () => {
    const all = JSON.parse(await report([]));
    const some = JSON.parse(await report(['--frontend', 'virtio-blk', '--fault', 'power-loss']));
    for (const row of some.results) expect(all.results).toContainEqual(row);
    expect(some.results.length).toBeGreaterThan(0);
  });

  it('but not with another seed', async () => {
    const [first, second] = await Promise.all([report(['--seed', '1']), report(['--seed', '2'])]);
    expect(second).not.toBe(first);
  });
});
