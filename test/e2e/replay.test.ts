import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { blkcheck, type Ended, onTheMailsDay, temporaryFolder } from './command.js';

interface Recorded {
  blkcheck: string;
  blkcheckVersion: string;
  expects: string;
  incidents: { choices: object[]; powerCut: { operation: number } }[];
  script: { sectorCount: number; threads: number[][]; operations: { threads: number[] }[] };
  configuration: { cache: { noFlush: boolean } };
}

const flags = [
  ...onTheMailsDay,
  '--scenario',
  'wal-commit',
  '--frontend',
  'ide',
  '--cache',
  'writeback',
  '--runs',
  '60',
];

/** A folder with a run's findings and its JSON report. */
async function afterRun(): Promise<string> {
  const cwd = temporaryFolder();
  await blkcheck(['run', ...flags, '--reporter', 'json=report.json', '--all'], { cwd });
  return cwd;
}

function findingFiles(cwd: string): readonly string[] {
  return readdirSync(join(cwd, '.blkcheck/findings')).map((name) => `.blkcheck/findings/${name}`);
}

let recordedText = '';

beforeAll(async () => {
  const cwd = await afterRun();
  const [file = ''] = findingFiles(cwd);
  recordedText = readFileSync(join(cwd, file), 'utf8');
});

/** Replays a finding after something in it was changed. */
async function replayChanged(change: (replay: Recorded) => void): Promise<Ended> {
  const cwd = temporaryFolder();
  const replay = JSON.parse(recordedText) as Recorded;
  change(replay);
  writeFileSync(join(cwd, 'changed.json'), JSON.stringify(replay));
  return blkcheck(['replay', 'changed.json'], { cwd });
}

describe('replay', () => {
  it('reproduces every finding of a run', async () => {
    const cwd = await afterRun();
    const files = findingFiles(cwd);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const { status, stdout, stderr } = await blkcheck(['replay', file], { cwd });
      expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
      expect(stdout).toContain('because:');
    }
  });

  it('finds a finding in a report', async () => {
    const cwd = await afterRun();
    const report = JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'));
    const id: string = report.results[1].findings[0].id;
    const { status, stdout } = await blkcheck(['replay', 'report.json', '--finding', id], { cwd });
    expect(status).toBe(1);
    expect(stdout).toContain('wal-commit:ide/writeback:power-loss');
    const wrong = await blkcheck(['replay', 'report.json', '--finding', `${id}x`], { cwd });
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain(`did you mean \`${id}\`?`);
  });
});

describe('a replay that does not happen again', () => {
  it('is a bug of blkcheck where this version recorded it', async () => {
    const { status, stdout, stderr } = await replayChanged((replay) => {
      for (const incident of replay.incidents) incident.choices = [];
    });
    expect(status).toBe(70);
    expect(stdout).toBe('');
    expect(stderr).toContain('this is a bug of blkcheck');
    expect(stderr).toContain('unless the file was changed since');
  });

  it('is inconclusive where another version did', async () => {
    const { status, stderr } = await replayChanged((replay) => {
      replay.blkcheckVersion = '99.0.0';
      for (const incident of replay.incidents) incident.choices = [];
    });
    expect(status).toBe(3);
    expect(stderr).toContain('recorded by blkcheck 99.0.0');
  });
});

describe('a file that is no replay is refused:', () => {
  it.each<[string, string, (replay: Recorded) => void]>([
    [
      'another version',
      'another version: `replay/2`',
      (r) => Object.assign(r, { blkcheck: 'replay/2' }),
    ],
    ['a missing field', 'expects', (r) => Reflect.deleteProperty(r, 'expects')],
    ['an unknown field', 'surprise', (r) => Object.assign(r, { surprise: 1 })],
    ['a huge disk', 'a disk of', (r) => Object.assign(r.script, { sectorCount: 2 ** 50 })],
    ['a disk too small', 'outside the disk', (r) => Object.assign(r.script, { sectorCount: 1 })],
    [
      'a strange cache',
      'there is no such machine',
      (r) => Object.assign(r.configuration.cache, { noFlush: true }),
    ],
    [
      'a fault outside the script',
      'strikes after operation 999, which the script has not',
      (r) => Object.assign(r.incidents[0]?.powerCut ?? {}, { operation: 999 }),
    ],
    [
      'a choice about nothing',
      'a choice is about operation 999, which the script has not',
      (r) => r.incidents[0]?.choices.push({ kind: 'lose', subject: 999, nth: 0, value: 1 }),
    ],
    ['no incident', '0 incidents', (r) => Object.assign(r, { incidents: [] })],
    ['an operation in two threads', 'threads differ', (r) => r.script.threads.push([1])],
    ['no threads', '0 threads', (r) => Object.assign(r.script, { threads: [] })],
  ])('%s', async (_, message, change) => {
    const { status, stdout, stderr } = await replayChanged(change);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each([
    ['not JSON', 'not json', 'it is not JSON'],
    ['a list', '[]', 'replay/1'],
    ['a word', '"replay/1"', 'replay/1'],
    ['nothing', '', 'it is not JSON'],
    ['another report', '{"schemaVersion": 2}', 'another version: schemaVersion 2'],
    ['half a report', '{"schemaVersion": 1, "results": []}', '`summary` is missing'],
    [
      'an empty report',
      '{"schemaVersion":1,"summary":{"workloadBugs":[]},"results":[]}',
      'no findings',
    ],
  ])('%s', async (_, text, message) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'file.json'), text);
    const { status, stderr } = await blkcheck(['replay', 'file.json'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
