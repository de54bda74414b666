import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineOf, formerDisks } from '../../../src/gate/baseline/baseline.js';
import { byName } from '../../../src/gate/baseline/order.js';
import { compared } from '../../../src/gate/compare.js';
import type { DiskVerdict, GateResult } from '../../../src/model/gate-result.js';
import { renderGateJson } from '../../../src/report/gate/json.js';
import { digest } from '../../../src/run/base/digest.js';
import { readBaseline } from '../../../src/run/base/read-baseline.js';
import { aDisk, aGateFinding, aGateResult, anUnsafeDisk, aWaiver } from '../machines.js';
import { examined, states } from './states.js';

const facts = {
  blkcheckVersion: '0.1.0',
  examined,
  fileOf: (file: string) => file,
  digest,
};

const written = (disks: readonly DiskVerdict[]) => baselineOf(disks, facts);
const textOf = (disks: readonly DiskVerdict[]) => JSON.stringify(written(disks), null, 2);

/** What is left of disks that were written, for whoever judges others. */
function kept(before: readonly DiskVerdict[], now: readonly DiskVerdict[]): readonly DiskVerdict[] {
  const sources = new Map(now.map(({ source }) => [digest(source), source]));
  const { baseline } = readBaseline('base.json', textOf(before));
  const sourceOf = (short: string) => sources.get(short) ?? short;
  return formerDisks(baseline, { fileOf: (file) => file, sourceOf });
}

function comparedWith(
  now: readonly DiskVerdict[],
  before: readonly DiskVerdict[],
  waivers = [aWaiver],
): GateResult {
  const past = { name: 'base', result: aGateResult(before), isSelected: () => true };
  const failOn = 'unsafe,inconclusive';
  return compared(aGateResult(now), past, { waivers, today: '2027-01-31', failOn });
}

describe('a baseline', () => {
  it('says of a state what that state says of itself: nothing changed', () => {
    fc.assert(
      fc.property(states, (disks) => {
        const { comparison, summary } = comparedWith(disks, kept(disks, disks), []);
        expect(comparison?.changes).toEqual([]);
        expect(summary.exitCode).toBe(0);
      }),
    );
  });

  it('is compared as the state that it was written of', () => {
    const waivers = [[], [aWaiver], [{ ...aWaiver, rule: 'inconclusive', disk: '**' }]];
    fc.assert(
      fc.property(states, states, fc.constantFrom(...waivers), (now, before, own) => {
        // In the order in which a baseline has them: of names that two have, the order decides.
        const ordered = [...before].sort(
          (one, other) =>
            byName(one.file, other.file) ||
            byName(one.qualified, other.qualified) ||
            byName(one.id, other.id),
        );
        const told = renderGateJson(comparedWith(now, kept(before, now), own));
        expect(told).toBe(renderGateJson(comparedWith(now, ordered, own)));
      }),
      { numRuns: 500 },
    );
  });

  it('is the same bytes whatever the order of the files is', () => {
    fc.assert(
      fc.property(states, (disks) => {
        const names = new Set(disks.map(({ file, qualified, id }) => `${file} ${qualified} ${id}`));
        fc.pre(names.size === disks.length);
        expect(textOf([...disks].reverse())).toBe(textOf(disks));
      }),
    );
  });

  it('has no places in files, no sentences, and no path of a machine', () => {
    const at = { file: 'vm.xml', line: 4711, column: 815, endColumn: 816 };
    const finding = aGateFinding({ at, title: 'SENTENCE', because: 'SENTENCE', when: 'SENTENCE' });
    const open = { verdict: 'inconclusive' as const, reason: 'SENTENCE', undecided: 'SENTENCE' };
    const text = textOf([aDisk({ at, findings: [finding] }), aDisk({ id: 'vdb', ...open })]);
    expect(text).not.toMatch(/SENTENCE|4711|815|\/srv/u);
    expect(text).toContain('"undecided": true');
  });

  it('has once what disks have in common', () => {
    const { disks, around, findings } = written([anUnsafeDisk(), anUnsafeDisk({ id: 'vdb' })]);
    expect([disks.length, Object.keys(around).length]).toEqual([2, 1]);
    expect(Object.entries(findings)).toEqual([
      [
        expect.stringMatching(/^BLK014-[0-9a-f]{16}$/u),
        { rule: 'BLK014', failures: ['wal-commit:power-loss:lost'] },
      ],
    ]);
  });

  it('is written of what was found, so that what is waived counts when the waiver is over', () => {
    const disk = anUnsafeDisk();
    expect(comparedWith([disk], kept([disk], [disk]))).toMatchObject({
      comparison: { changes: [], alreadyWaived: 1 },
    });
    expect(comparedWith([disk], kept([aDisk()], [disk]))).toMatchObject({
      comparison: { changes: [{ change: 'worse', isWaived: true }] },
      summary: { exitCode: 0 },
    });
  });
});

it('what a baseline says otherwise of disks that are no worse is counted, and of no other base', () => {
  const before = [
    anUnsafeDisk(),
    aDisk({ id: 'vdb', source: '' }),
    aDisk({ id: 'vdc', source: '' }),
    aDisk({ id: 'sda', source: '' }),
  ];
  const { file, at, machine } = aDisk();
  const unjudged = [{ id: 'sda', machine, file, at, reason: 'a CD-ROM' }];
  const now = aGateResult([aDisk(), aDisk({ id: 'vdb', source: '' })], { unjudged });
  const waiving = { waivers: [], today: '2027-01-31', failOn: 'never' as const };
  const outdated = (isKept: boolean) => {
    const past = { name: 'base', result: aGateResult(before), isSelected: () => true, isKept };
    return compared(now, past, waiving).comparison?.outdated;
  };
  expect([outdated(true), outdated(false)]).toEqual([3, 0]);
});

it.each([
  [
    ['vm10', 'vm2', 'vm02'],
    ['vm02', 'vm2', 'vm10'],
  ],
  [
    ['b', 'a', 'a/b', 'A'],
    ['A', 'a', 'a/b', 'b'],
  ],
  [
    ['1000000000000000000001', '1000000000000000000000'],
    ['1000000000000000000000', '1000000000000000000001'],
  ],
])('names %s are ordered', (names, ordered) => {
  expect([...names].sort(byName)).toEqual(ordered);
});
