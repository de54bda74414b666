import { describe, expect, it } from 'vitest';
import { waived } from '../../src/gate/waivers.js';
import type { DiskVerdict } from '../../src/model/gate-result.js';
import type { Waiver } from '../../src/model/waiver.js';
import { summaryLine } from '../../src/report/gate/blocks.js';
import { UsageError } from '../../src/run/usage-error.js';
import { commentWaivers } from '../../src/run/waivers/waiver-comments.js';
import { aDisk, aGateFinding, aGateResult, anUnsafeDisk, aWaiver as waiver } from './machines.js';

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
    const taken = { finding: aGateFinding(), by: waiver };
    expect(result.disks.map((disk) => disk.waived)).toEqual([[taken], []]);
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

  it('can speak of all that an inconclusive disk may fail in, and of nothing that is sure', () => {
    const open = { verdict: 'inconclusive' as const, reason: 'unsafe if cache=unsafe' };
    const accepted = { state: 'used', verdict: 'safe', exitCode: 0, count: 1 };
    expect(apply([anUnsafeDisk(open)], { rule: 'inconclusive' })).toEqual(accepted);
    const mixed = anUnsafeDisk({ ...open, undecided: 'not modelled: drbd below' });
    expect(apply([mixed], { rule: 'inconclusive' })).toEqual(accepted);
    const over = { state: 'expired', verdict: 'inconclusive', exitCode: 3, count: 0 };
    expect(apply([mixed], { rule: 'inconclusive' }, '2027-02-01')).toEqual(over);
    const refused = { state: 'unused', verdict: 'unsafe', exitCode: 1, count: 0 };
    expect(apply([anUnsafeDisk()], { rule: 'inconclusive' })).toEqual(refused);
  });

  it('of what is not decided may stand beside a value that is not known', () => {
    const at = { ...waiver.at, file: 'vm.xml', line: 2 };
    const beside = { rule: 'inconclusive', disk: '', isComment: true, at };
    const findings = [aGateFinding({ at: { ...at, line: 3 } })];
    const place = { ...at, line: 90 };
    const open = anUnsafeDisk({ findings, at: place, verdict: 'inconclusive', reason: 'x' });
    expect(apply([open], beside)).toMatchObject({ state: 'used', verdict: 'safe' });
  });

  it('of several the one that lasts longest is the one that holds', () => {
    const waivers = ['2027-02-28', '2027-01-30', '2027-03-31'].map((expires, index) => {
      return { ...waiver, disk: `db01/${'*'.repeat(index + 1)}`, expires };
    });
    const by = waived(aGateResult([anUnsafeDisk()]), {
      waivers,
      today: '2027-01-31',
      failOn: 'unsafe',
    }).disks.flatMap((disk) => disk.waived.map((each) => each.by.expires));
    expect(by).toEqual(['2027-03-31']);
  });

  it('of a comment holds for its line and the next', () => {
    const near = (line: number) => {
      return { disk: '', isComment: true, at: { ...waiver.at, file: 'vm.xml', line } };
    };
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
        isComment: true,
        at: expect.objectContaining({ file: 'a', line: 2 }),
        scope: expect.objectContaining({ first: 2, pattern: '' }),
      },
    ]);
  });

  it.each(['rule', 'owner', 'expires', 'reason'])('without its %s is refused', (field) => {
    const text = field === 'rule' ? all.replace('BLK014 ', '') : all.replace(`${field}=`, 'x=');
    expect(() => comments(`# blkcheck-waive: ${text}`)).toThrow(UsageError);
  });

  it('that names disks holds for these, to the end of what belongs to the next line', () => {
    const script = ['qemu \\', '  -m 1 \\', '', 'echo'];
    const own = (disk: string) =>
      comments([`# blkcheck-waive: BLK014 ${disk}${all.slice(7)}`, ...script].join('\n'))[0]?.scope;
    expect(own('disk=db*/vda ')).toEqual({ first: 1, last: 4, pattern: 'db*/vda' });
    expect(own('')).toEqual({ first: 1, last: 2, pattern: '' });
    const states = ['db01/vda', '*/vda', 'db01/vdb', '**'].map((pattern) => {
      const at = { ...waiver.at, file: 'vm.xml', line: 1 };
      const scope = { first: 1, last: 3, pattern };
      return apply([anUnsafeDisk()], { disk: 'vm.xml:1', isComment: true, at, scope }).state;
    });
    expect(states).toEqual(['used', 'used', 'unused', 'used']);
  });

  it('is none where it is a value', () => {
    expect(comments(`<name>blkcheck-waive: ${all}</name>`)).toEqual([]);
  });
});
