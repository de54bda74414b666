import { describe, expect, it } from 'vitest';
import { type Waiver, waived } from '../../src/gate/waivers.js';
import type { DiskVerdict } from '../../src/model/gate-result.js';
import { summaryLine } from '../../src/report/gate/blocks.js';
import { UsageError } from '../../src/run/usage-error.js';
import { commentWaivers } from '../../src/run/waiver-comments.js';
import { aDisk, aGateFinding, aGateResult, anUnsafeDisk } from './machines.js';

const waiver: Waiver = {
  rule: 'BLK014',
  disk: 'db01/vda',
  reason: 'scratch data',
  owner: 'ops@example.org',
  expires: '2027-01-31',
  comment: null,
};

function apply(disks: readonly DiskVerdict[], changes: Partial<Waiver>, today = '2027-01-31') {
  const waivers = [{ ...waiver, ...changes }];
  const result = waived(aGateResult(disks), { waivers, today, failOn: 'unsafe,inconclusive' });
  const { exitCode, waived: count } = result.summary;
  return { state: result.waivers[0]?.state, verdict: result.disks[0]?.verdict, exitCode, count };
}

describe('a waiver', () => {
  it('holds on its last day', () => {
    const used = { state: 'used', verdict: 'safe', exitCode: 0, count: 1 };
    expect(apply([anUnsafeDisk()], {})).toEqual(used);
    expect(apply([anUnsafeDisk()], { disk: 'db*/*' })).toEqual(used);
  });

  it('is unused where another says the same, and as long', () => {
    const states = (...expires: readonly string[]) => {
      const waivers = expires.map((day) => ({ ...waiver, expires: day }));
      const result = waived(aGateResult([anUnsafeDisk()]), {
        waivers,
        today: '2027-01-31',
        failOn: 'unsafe',
      });
      return result.waivers.map(({ state }) => state);
    };
    expect(states('2027-01-31', '2027-01-31')).toEqual(['used', 'unused']);
    expect(states('2027-01-31', '2027-02-28')).toEqual(['unused', 'used']);
    expect(states('2027-01-30', '2027-02-28')).toEqual(['expired', 'used']);
  });

  it('does not make a disk one of the safe', () => {
    const waivers = [waiver];
    const disks = [anUnsafeDisk(), aDisk({ id: 'vdb' })];
    const result = waived(aGateResult(disks), { waivers, today: '2027-01-31', failOn: 'unsafe' });
    expect(result.summary).toMatchObject({ safe: 1, unsafe: 0, waived: 1, exitCode: 0 });
    expect(result.disks.map((disk) => disk.waived)).toEqual([['BLK014'], []]);
    expect(summaryLine(result)).toBe('1 safe, 1 waived of 2 disks · exit 0');
  });

  it('is over the day after', () => {
    const over = { state: 'expired', verdict: 'unsafe', exitCode: 1, count: 0 };
    expect(apply([anUnsafeDisk()], {}, '2027-02-01')).toEqual(over);
  });

  it.each([{ disk: 'web/vda' }, { disk: '*' }, { rule: 'BLK001' }])('%j is unused', (changes) => {
    expect(apply([anUnsafeDisk()], changes)).toMatchObject({ state: 'unused', exitCode: 1 });
  });

  it('leaves other findings, and what is not decided', () => {
    const findings = [aGateFinding(), aGateFinding({ rule: 'BLK001', scenarios: ['ext3-jbd'] })];
    expect(apply([anUnsafeDisk({ findings })], {})).toMatchObject({ verdict: 'unsafe', count: 0 });
    const open = anUnsafeDisk({ verdict: 'inconclusive', undecided: 'not modelled: drbd below' });
    expect(apply([open], {})).toMatchObject({ verdict: 'inconclusive', exitCode: 3 });
  });

  it('can speak of what is not decided', () => {
    const open = aDisk({ verdict: 'inconclusive', reason: 'x', undecided: 'x' });
    expect(apply([open], { rule: 'inconclusive' })).toMatchObject({ state: 'used', exitCode: 0 });
  });

  it('of a comment holds for its line and the next', () => {
    const near = (line: number) => ({ disk: '', comment: { file: 'vm.xml', line } });
    const states = [1, 2, 3, 4].map((line) => apply([anUnsafeDisk()], near(line)).state);
    expect(states).toEqual(['unused', 'used', 'used', 'unused']);
  });
});

describe('a comment', () => {
  const all = 'BLK014 owner=me expires=2027-01-31 reason=only a cache';
  const files = [{ file: 'a', format: 'terraform', definitions: [], assumptions: [] }];
  const comments = (text: string) => commentWaivers({ texts: new Map([['a', text]]), files });

  it.each([
    `x\n<!-- blkcheck-waive: ${all} -->`,
    `x\ndisk: a # blkcheck-waive: ${all}\r\n`,
    `x\n// blkcheck-waive: ${all}`,
    `x\n/* blkcheck-waive: ${all} */`,
  ])('%j', (text) => {
    expect(comments(text)).toEqual([
      {
        rule: 'BLK014',
        owner: 'me',
        expires: '2027-01-31',
        reason: 'only a cache',
        disk: 'a:2',
        comment: { file: 'a', line: 2 },
      },
    ]);
  });

  it.each(['rule', 'owner', 'expires', 'reason'])('without its %s is refused', (field) => {
    const text = field === 'rule' ? all.replace('BLK014 ', '') : all.replace(`${field}=`, 'x=');
    expect(() => comments(`# blkcheck-waive: ${text}`)).toThrow(UsageError);
  });

  it('is none where it is a value', () => {
    expect(comments(`<name>blkcheck-waive: ${all}</name>`)).toEqual([]);
  });
});
