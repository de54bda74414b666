import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import { expect, it } from 'vitest';
import type { RunResult } from '../../../src/model/result.js';
import { renderPretty } from '../../../src/report/run/pretty.js';
import { aFinding, aResult, aRow, onScreen } from '../fixtures.js';
import { linesOf } from '../hostile.js';
import { result2009 } from '../result-2009.js';

const colourful = new Chalk({ level: 1 });

function lastLine(text: string): string {
  return linesOf(text).at(-1) ?? '';
}

it('shows the table of the mail on one screen', async () => {
  const text = renderPretty(result2009(), onScreen);
  await expect(text).toMatchFileSnapshot('../golden/screen-2009.txt');
  expect(linesOf(text).length).toBeLessThanOrEqual(24);
});

it('shows everything with --all', async () => {
  const text = renderPretty(result2009(), { ...onScreen, all: true });
  await expect(text).toMatchFileSnapshot('../golden/all-2009.txt');
});

it('says with colours only what it says without them', () => {
  for (const all of [false, true]) {
    const coloured = renderPretty(result2009(), { ...onScreen, all, chalk: colourful });
    expect(coloured).not.toBe(stripVTControlCharacters(coloured));
    expect(stripVTControlCharacters(coloured)).toBe(
      renderPretty(result2009(), { ...onScreen, all }),
    );
  }
});

it('has no story where all is safe, and a bound that speaks of generated runs only', async () => {
  const text = renderPretty(aResult([aRow(), aRow({ cell: 'scsi/none' })]), onScreen);
  await expect(text).toMatchFileSnapshot('../golden/screen-safe.txt');
  expect(text).toContain('fewer than 0.3 % of generated runs');
  expect(lastLine(text)).toMatch(/exit 0$/u);
});

it('rounds a bound up, never down', () => {
  const bound = (boundPercent: number): string =>
    renderPretty(aResult([aRow({ boundPercent })]), onScreen);
  expect(bound(0.301)).toContain('fewer than 0.31 %');
  expect(bound(2.95)).toContain('fewer than 3 %');
  expect(bound(0.00299)).toContain('fewer than 0.003 %');
  expect(bound(25.9)).toContain('fewer than 26 %');
});

it('counts what was not proved by itself, with what was covered', () => {
  const row = aRow({ basis: 'exhaustive' });
  const cut = { ...row, verdict: 'inconclusive', reason: 'the search ended at its limit' } as const;
  const text = renderPretty(aResult([row, cut, cut]), onScreen);
  expect(text).toContain('proved: 1 row in 1,003 executions, not proved: 2 rows after 2,006');
});

it('counts what is unsafe and was not searched to its end by itself', () => {
  const row = aRow({ basis: 'exhaustive' });
  const cut = { ...row, verdict: 'unsafe', reason: 'the search ended at its limit' } as const;
  const told = renderPretty(aResult([row, cut]), onScreen).replaceAll(/\s+/g, ' ');
  expect(told).toContain(
    'proved: 1 row in 1,003 executions, not all kinds looked for: 1 unsafe row after 1,003 executions',
  );
});

it('names the crash points where nothing had to be read', () => {
  const { explored } = aRow();
  const row = aRow({
    basis: 'exhaustive',
    explored: { ...explored, executions: 0, crashPoints: 7 },
  });
  expect(renderPretty(aResult([row]), onScreen)).toContain(
    'proved: 1 row at 7 crash points, which left nothing open, seed',
  );
});

it('prints the seed where nothing was sampled', () => {
  const text = renderPretty(aResult([aRow({ basis: 'exhaustive' })], { seed: 77 }), onScreen);
  expect(text).toContain(', seed 77\n');
});

it('says why several are inconclusive where it is for one reason, else which they are', () => {
  const row = aRow({ verdict: 'inconclusive', reason: 'the recovery threw' });
  const other = { ...row, id: 'wal:scsi/none:power-loss' };
  expect(renderPretty(aResult([row, other]), onScreen)).toContain(
    'inconclusive (2): the recovery threw · --all\n',
  );
  const differing = renderPretty(aResult([row, { ...other, reason: 'no time' }]), onScreen);
  expect(differing).toContain(`inconclusive (2): ${row.id}, ${other.id.slice(0, 3)}`);
  expect(differing).toContain(' · --all\n');
});

it('shows what is inconclusive, and why', () => {
  const row = aRow({ verdict: 'inconclusive', reason: 'the time ended after 12 runs' });
  const text = renderPretty(aResult([row]), onScreen);
  expect(text).toContain('? inconclusive');
  expect(text).toContain('inconclusive (1): wal-commit:ide/writeback:power-loss: the time ended');
  expect(lastLine(text)).toMatch(/^1 inconclusive of 1 cell, 1 result · .* · exit 3$/u);
});

it('says that it was interrupted, and what was not run', () => {
  const rows = [aRow(), aRow({ cell: 'scsi/none' })];
  const { summary } = aResult(rows);
  const over = { interrupted: true, summary: { ...summary, exitCode: 130 } };
  const text = renderPretty(aResult(rows, over), onScreen);
  expect(text).toContain('- not run');
  expect(lastLine(text)).toMatch(/^interrupted · .* exit 130$/u);
});

it('names the only scenario and the only cell', () => {
  const rows = [aRow(), aRow({ id: 'wal-commit:ide/writeback:host-crash', fault: 'host-crash' })];
  const [first] = linesOf(renderPretty(aResult(rows), onScreen));
  expect(first).toMatch(/^only the scenario wal-commit, only the cell ide\/writeback, assuming$/u);
  const [alone] = linesOf(renderPretty(aResult([aRow()]), onScreen));
  expect(alone).toMatch(/^only the result wal-commit:ide\/writeback:power-loss, assuming/u);
});

it('puts what a flag has set before what the profile has', () => {
  const assumptions: RunResult['assumptions'] = [
    { key: 'mount', value: 'barrier', origin: 'profile' },
    { key: 'patch', value: 'virtio-flush', origin: 'flag' },
    { key: 'host-note', value: 'a=on,b=off', origin: 'profile' },
  ];
  const [first] = linesOf(renderPretty(result2009({ assumptions }), onScreen));
  expect(first).toBe('assuming host-note=a patch=virtio-flush* mount=barrier');
});

function withWorkloadBug(result: RunResult): RunResult {
  const finding = aFinding('lost', { rule: 'BLK009', blame: 'workload', effect: 'a torn pair' });
  const workloadBugs = [{ scenario: 'trusts-atomicity', control: 'bare-metal', finding }] as const;
  return { ...result, summary: { ...result.summary, workloadBugs } };
}

it("lists a workload's own bug apart, and tells it where there is nothing else to tell", () => {
  const beside = renderPretty(withWorkloadBug(result2009()), onScreen);
  expect(beside).toContain("workload's own bug (1): trusts-atomicity: fails on the bare-metal");
  expect(beside).not.toContain('BLK009');
  expect(renderPretty(withWorkloadBug(aResult([aRow()])), onScreen)).toContain('BLK009 (workload)');
  const all = renderPretty(withWorkloadBug(result2009()), { ...onScreen, all: true });
  expect(all).toMatch(/^✗ lost {2}BLK009 \(workload\)/mu);
});

it('lists what does not apply', () => {
  const notApplicable = [
    { scenario: 'reiserfs-barrier', reason: 'not in this kernel' },
    { scenario: 'blk-mq', reason: 'from Linux 3.13' },
  ];
  const result = result2009({ notApplicable });
  expect(renderPretty(result, onScreen)).toContain('not applicable (2): reiserfs-barrier, blk-mq');
  const all = renderPretty(result, { ...onScreen, all: true });
  expect(all).toContain('not applicable (2):\n  reiserfs-barrier: not in this kernel\n');
});

const direct = 'aio=native needs O_DIRECT (QEMU commit d657c0c289): cache=none or directsync';

it('says of stacks that were not run why, in the table, the notes and the count', () => {
  const one = [{ reason: direct, stacks: ['ide/unsafe@aio=native'] }];
  const screen = renderPretty(result2009({ notRun: one }), onScreen);
  expect(screen).toMatch(/writethrough +writeback +none +unsafe\n/u);
  expect(screen).toMatch(/^ide .* - not run$/mu);
  expect(screen).toContain(
    'not run (1): ide/unsafe@aio=native: aio=native needs O_DIRECT (QEMU com',
  );
  expect(screen).toContain(', 1 stack not run');
  const whole = renderPretty(result2009({ notRun: one }), { ...onScreen, all: true });
  expect(whole.replaceAll('\n  ', ' ')).toContain(
    `not run (1): ide/unsafe@aio=native: ${direct}\n`,
  );
});

it('groups what was not run by its reasons', () => {
  const notRun = [
    { reason: direct, stacks: ['ide/unsafe@aio=native', 'ide/writeback@aio=native'] },
    { reason: 'no such device', stacks: ['nvme/none'] },
  ];
  const screen = renderPretty(result2009({ notRun }), onScreen);
  expect(screen).toMatch(/^not run \(3\): aio=native needs O_DIRECT .* · --all$/mu);
  expect(screen).toContain('nvme');
  const whole = renderPretty(result2009({ notRun }), { ...onScreen, all: true });
  const text = whole.replaceAll('\n  ', ' ');
  expect(text).toContain(
    `ide/unsafe@aio=native, ide/writeback@aio=native: ${direct} nvme/none: no`,
  );
});

function manyFindings(count: number): RunResult {
  const findings = Array.from({ length: count }, (_, index) =>
    aFinding('lost', { rule: `BLK${String((index % 20) + 1).padStart(3, '0')}` }),
  );
  return aResult([aRow({ findings })]);
}

it('counts what it does not show of 200 findings, and shows it with --all', () => {
  const screen = renderPretty(manyFindings(200), onScreen);
  expect(linesOf(screen).length).toBeLessThanOrEqual(24);
  expect(screen).toMatch(/^\+199 more \(\d+ of 20 rules not listed\): --all$/mu);
  const all = renderPretty(manyFindings(200), { ...onScreen, all: true });
  expect(all.match(/^✗ lost {2}BLK/gmu)).toHaveLength(200);
  expect(all).not.toContain('more');
});

it('tells the worst kind first, and of it the shortest', () => {
  const short = aFinding('reordered').trace.slice(0, 2);
  const findings = [
    aFinding('reordered', { id: 'first#BLK002.reordered', trace: short }),
    aFinding('lost', { id: 'longer#BLK003.lost' }),
    aFinding('lost', { id: 'shorter#BLK003.lost', trace: aFinding().trace.slice(1) }),
  ];
  const text = renderPretty(aResult([aRow({ findings })]), onScreen);
  expect(text).toMatch(/^✗ lost {2}BLK003 \(frontend\) {2}shorter$/mu);
  expect(text).toMatch(/^BLK003 .*\nBLK002 /mu);
});
