import { expect, it } from 'vitest';
import { changeOf } from '../../src/gate/disk-change.js';
import { judgeDisk, keyOf } from '../../src/gate/judge-disk.js';
import type { VmDisk } from '../../src/model/vm-disk.js';
import { aFinding, aRow } from '../report/fixtures.js';
import { candidates, diskOf, subjectOf } from './machines.js';

/** What is found of a disk that hides errors, if a run finds some rules to blame. */
function rulesOf(rules: readonly string[], changes: Partial<VmDisk> = {}) {
  const found = diskOf("type='raw' cache='none' error_policy='ignore'");
  const made = candidates(found);
  const findings = rules.map((rule) => aFinding('lost', { rule }));
  const verdict = findings.length === 0 ? 'safe' : 'unsafe';
  const row = aRow({ fault: 'io-error', verdict, findings });
  const rows = new Map(
    made.configurations.map((configuration) => [keyOf(configuration), [{ ...row, configuration }]]),
  );
  const subject = subjectOf({ ...found, disk: { ...found.disk, ...changes } }, made);
  const judged = judgeDisk(subject, rows);
  return { verdict: judged.verdict, rules: judged.findings.map(({ rule }) => rule), judged };
}

it('errors that one setting hides are one finding, with what comes of it where that was run', () => {
  const { verdict, rules, judged } = rulesOf(['BLK019']);
  expect([verdict, rules]).toEqual(['unsafe', ['BLK019']]);
  expect(judged.failures).not.toContain('write-errors-ignored');
  expect(judged.failures).toContain('BLK019');
});

it('and one where nothing came of it', () => {
  const { verdict, rules, judged } = rulesOf(['BLK014']);
  expect([verdict, rules]).toEqual(['unsafe', ['write-errors-ignored', 'BLK014']]);
  expect(judged.findings[0]?.title).toMatch(/lost writes succeeded, and takes what it could not/u);
  expect(rulesOf([])).toMatchObject({ verdict: 'unsafe', rules: ['write-errors-ignored'] });
});

it('a setting of its own for what cannot be read is another', () => {
  const [note] = diskOf("type='raw' cache='none' error_policy='ignore'").disk.notes;
  if (note === undefined) throw new Error('no note');
  const elsewhere = { ...note, at: { ...note.at, column: note.at.column + 20 } };
  const { rules } = rulesOf(['BLK019'], { notes: [note, elsewhere] });
  expect(rules).toEqual(['write-errors-ignored', 'BLK019']);
});

it('to hide errors is worse, although what comes of it failed before by another rule', () => {
  const { judged: now } = rulesOf(['BLK014', 'BLK019']);
  const ofOther = now.findings.filter(({ rule }) => rule === 'BLK014');
  const failing = ofOther.flatMap(({ failures }) => failures);
  const before = { ...now, findings: ofOther, failures: failing };
  expect(changeOf(now, before)).toMatchObject({
    change: 'worse',
    newFailures: 1,
    reason: 'BLK019: 1 new failure',
  });
  // Also in place of what is mended.
  const only = rulesOf(['BLK019']).judged;
  expect(changeOf(only, before)).toMatchObject({ change: 'worse', newFailures: 1 });
  expect(changeOf(now, now)).toMatchObject({ change: 'same', reason: '' });
});
