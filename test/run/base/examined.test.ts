import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Examined } from '../../../src/gate/baseline/schema.js';
import { checkExamined, examinedOf } from '../../../src/run/base/examined.js';
import { readBaseline } from '../../../src/run/base/read-baseline.js';
import type { RunOptions } from '../../../src/run/options.js';
import { planRun } from '../../../src/run/plan.js';
import { UsageError } from '../../../src/run/usage-error.js';

const one = { scenarios: ['wal-commit'] };
const examined = async (options: RunOptions = one, qemu = '') =>
  examinedOf(await planRun(options), qemu);

/** What is said of a baseline that was written under some conditions and is read under others. */
function refusal(then: Examined, now: Examined): readonly string[] {
  const whole = { blkcheck: 'baseline/1', blkcheckVersion: '0.1.0', examined: then };
  const text = JSON.stringify({ ...whole, disks: [], around: {}, findings: {} }, null, 2);
  try {
    checkExamined(readBaseline('base.json', text), now);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.diagnostics.map(({ line, message, help }) => {
      expect(help).toContain('--write-base');
      expect(line).toBeGreaterThan(4);
      return message.replaceAll(' when the baseline was written', '');
    });
  }
}

describe('a baseline is compared with', () => {
  it('what was examined so too', async () => {
    expect(refusal(await examined(), await examined())).toEqual([]);
    // Neither how fast, nor what can do no more than make it slower.
    const faster = { ...one, jobs: 2, without: ['sharing'], seed: 7 };
    expect(refusal(await examined(), await examined(faster))).toEqual([]);
  });

  it.each<[string, RunOptions, string]>([
    ['profile', { ...one, profile: 'qemu-7.2' }, '--profile: qemu-11.1, qemu-7.2 now'],
    ['assumption', { ...one, assume: 'worst' }, '--assume: nothing, worst now'],
    ['second fault', { ...one, crashRecovery: true }, '--crash-recovery: false, true now'],
    ['limit', { ...one, maxExecutions: 7 }, '--max-executions: 1000000, 7 now'],
    [
      'parameter',
      { ...one, parameters: { transactions: 3 } },
      'other scenarios than: wal-commit is another',
    ],
    [
      'scenario',
      { scenarios: ['wal'] },
      'other scenarios than: wal is new, wal-commit is left out',
    ],
    [
      'scenarios',
      { scenarios: ['!litmus-sync'] },
      'other scenarios than: append-fdatasync is new, btrfs is new, double-write is new, ' +
        'ext4-async-commit-writeback is new, and',
    ],
  ])('nothing under another %s', async (_, options, said) => {
    const found = refusal(await examined(), await examined(options));
    expect(found).toEqual([expect.stringContaining(said)]);
  });

  it('nothing on another QEMU that somebody named', async () => {
    const named = await examined(one, '9.2');
    expect(refusal(await examined(), named)).toEqual(['--qemu: none, 9.2 now']);
    expect(refusal(named, await examined())).toEqual(['--qemu: 9.2, none now']);
  });

  it('nothing that was sampled otherwise', async () => {
    const sampled = (options: RunOptions) => examined({ scenarios: ['litmus-sync'], ...options });
    const { method } = (await planRun({ scenarios: ['litmus-sync'] })).scenarios[0] ?? {};
    expect(method).toBe('sample');
    const [few, many] = [await sampled({ runs: 10 }), await sampled({ runs: 20, seed: 2 })];
    expect(refusal(few, many)).toEqual(['--runs and --seed: 10 and 1, 20 and 2 now']);
    expect(refusal(few, await sampled({ runs: 10 }))).toEqual([]);
  });

  it('nothing where a blkcheck counts other faults by itself', async () => {
    const now = await examined();
    const more = { ...now, faults: [...now.faults, 'meteorite'] };
    const [said] = refusal(now, more);
    expect(said).toMatch(/^the faults that count where nobody says .*, meteorite now$/u);
  });
});

describe("one's own scenario", () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'blkcheck-examined-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const text = readFileSync(new URL('../../e2e/own-scenario.yaml', import.meta.url), 'utf8');
  const digestOf = async (content: string, name = 'mine.yaml') => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return Object.values((await examined({ files: [file] })).scenarios);
  };

  it('is the same wherever it lies and however it is written, and another where it does another thing', async () => {
    const first = await digestOf(text);
    expect(await digestOf(`# mine\n\n${text}`, 'other.yaml')).toEqual(first);
    expect(await digestOf(text.replace(/summary: .*/u, 'summary: Other words.'))).toEqual(first);
    expect(await digestOf(text.replace(/fdatasync|fsync/u, 'flush'))).not.toEqual(first);
  });

  it('is another with another parameter, whatever that is called', async () => {
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, text.replaceAll('records', 'span'));
    const digests = [1, 2].map(async (span) => {
      const { scenarios } = await examined({ files: [file], parameters: { span } });
      return scenarios['my-log'];
    });
    expect(new Set(await Promise.all(digests)).size).toBe(2);
  });
});
