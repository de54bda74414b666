import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../bench/', import.meta.url));
const benches = readdirSync(folder).filter((name) => name.endsWith('.mjs'));

describe('benchmarks', () => {
  it.each(benches)('%s runs at its smallest size', { timeout: 180_000 }, (name) => {
    const words = [folder + name, '--smoke'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).not.toBe('');
    // What is judged without --smoke alone is not spoken of with it.
    expect(stdout).not.toMatch(/limit/u);
  });

  it('are all named on their page', () => {
    const page = readFileSync(new URL('../../docs/benchmarks.md', import.meta.url), 'utf8');
    const named = page.match(/^\| `bench\/[^`]+/gmu)?.map((row) => row.slice('| `bench/'.length));
    expect(named?.toSorted()).toEqual(benches);
  });
});
