import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blkcheck, temporaryFolder } from './command.js';

const head = 'blkcheck: scenario/1\nname: mine\nsuite: completion\nsummary: s\nmodels: m\n';
const disk = 'disk: { sectors: 8 }\nregions:\n  log: { at: 0, sectors: 1, count: 8 }\n';

/** Nine lists of nine aliases each: a billion values if they were followed. */
function aliasBomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const word = level === 0 ? 'x' : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array.from({ length: 9 }, () => word).join(', ')}]`;
  });
  return `${head}${levels.join('\n')}\n`;
}

async function mistakeIn(text: string): Promise<string> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'mine.yaml'), text);
  const { status, stdout, stderr } = await blkcheck(['run', 'mine.yaml'], { cwd });
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).toMatch(/^error: /);
  return stderr;
}

describe('a scenario file with a mistake is refused with its place:', () => {
  it.each([
    ['not YAML', `${head}steps: [\n`, /mine\.yaml:\d+:\d+/],
    ['a tab', `${head}steps:\n\t- flush\n`, /mine\.yaml:7:\d+/],
    ['another version', head.replace('/1', '/9'), /scenario\/9/],
    ['something else', 'services: {}\n', /not a blkcheck scenario/],
    ['empty', '', /not a blkcheck scenario/],
    [
      'past the disk',
      `${head}disk: { sectors: 4 }\nregions:\n  log: { at: 2, sectors: 4 }\nsteps: [{ write: log }]\n`,
      /mine\.yaml:8:\d+/,
    ],
    [
      'past the region',
      `${head}${disk}steps: [{ write: 'log[8]' }, fsync, { acknowledge: { durable: log } }]\n`,
      /log/,
    ],
    ['no promise', `${head}${disk}steps: [{ write: 'log[0]' }]\n`, /promises nothing/],
    [
      'an overlap',
      `${head}${disk}steps: [{ write: 'log[0]' }, { write: 'log[0]' }, fsync, { acknowledge: { durable: log } }]\n`,
      /mine\.yaml:9:\d+/,
    ],
    [
      'no end',
      `${head}${disk}steps: [{ repeat: 1000000000, steps: [{ repeat: 0, steps: [] }] }, { acknowledge: { durable: log } }]\n`,
      /mine\.yaml:9:\d+/,
    ],
    ['aliases that multiply', aliasBomb(), /values/],
    ['nested deeply', `${head}steps: ${'['.repeat(100_000)}\n`, /nested too deeply/],
    ['control characters', `${head}na\u001b[31mme: x\n`, /mine\.yaml/],
  ])('%s', async (_, text, pattern) => {
    const stderr = await mistakeIn(text);
    expect(stderr).toMatch(pattern);
    expect(stderr).not.toContain('\u001b');
  });

  it('huge', async () => {
    const started = performance.now();
    expect(await mistakeIn(`${head}# ${'x'.repeat(20_000_000)}\n`)).toContain('larger than');
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('not text', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'mine.yaml'), Buffer.from([0xff, 0xfe, 0x00]));
    const { status, stderr } = await blkcheck(['run', 'mine.yaml'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('not UTF-8');
  });

  it('a device, which may have no end', async () => {
    const { status, stderr } = await blkcheck(['run', '/dev/zero']);
    expect(status).toBe(2);
    expect(stderr).toContain('it is a device, not a file');
  });

  it('two of one name', async () => {
    const cwd = temporaryFolder();
    const text = `${head}${disk}steps: [{ write: 'log[0]' }, fsync, { acknowledge: { durable: log } }]\n`;
    writeFileSync(join(cwd, 'a.yaml'), text);
    writeFileSync(join(cwd, 'b.yaml'), text);
    const { status, stderr } = await blkcheck(['run', 'a.yaml', 'b.yaml'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('two scenarios are named `mine`');
  });
});
