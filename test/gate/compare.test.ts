import { describe, expect, it } from 'vitest';
import { compared } from '../../src/gate/compare.js';
import type { FailOn } from '../../src/gate/summary.js';
import type { Waiving } from '../../src/gate/waivers.js';
import { type DiskVerdict, type GateResult, passOf } from '../../src/model/gate-result.js';
import type { Waiver } from '../../src/model/waiver.js';
import { aDisk, aGateFinding, aGateResult, anUnsafeDisk, aWaiver } from './machines.js';

function waiving(failOn: FailOn, waivers: readonly Waiver[] = []): Waiving {
  return { failOn, waivers, today: '2027-01-31' };
}

const comparedWith = (
  now: GateResult,
  result: GateResult,
  name: string,
  failOn: FailOn,
  isSelected = (_: string) => true,
) => compared(now, { name, result, isSelected }, waiving(failOn));

function change(
  now: readonly DiskVerdict[],
  before: readonly DiskVerdict[],
  waivers: readonly Waiver[] = [],
) {
  const rules = waiving('unsafe,inconclusive', waivers);
  const base = { name: 'main', result: aGateResult(before), isSelected: () => true };
  const result = compared(aGateResult(now), base, rules);
  const { comparison, disks, summary } = result;
  const changes = comparison?.changes.map((each) => `${each.change} ${each.machine}/${each.id}`);
  const { alreadyFailing: failing, alreadyWaived: waived } = comparison ?? {};
  return { result, changes, disks, exitCode: summary.exitCode, failing, waived };
}

describe('nothing changes', () => {
  it.each<[string, Partial<DiskVerdict>]>([
    ['when it is reformatted', { at: { file: 'vm.xml', line: 40, column: 1, endColumn: 2 } }],
    ['when the file is renamed', { file: 'vms/prod.xml' }],
    ['when the machine is renamed', { machine: 'db02' }],
    ['when the machine and its file are renamed', { file: 'vms/prod.xml', machine: 'db02' }],
    ['when the disk is renamed', { id: 'sda' }],
    ['when the machine gets company in its file', { id: 'db01/vda' }],
  ])('%s', (_, changes) => {
    for (const disk of [aDisk(), anUnsafeDisk()]) {
      const { changes: found, disks, exitCode } = change([{ ...disk, ...changes }], [disk]);
      expect([found, disks, exitCode]).toEqual([[], [], 0]);
    }
  });
});

it('what failed before is counted, and no more', () => {
  expect(change([anUnsafeDisk()], [anUnsafeDisk()])).toMatchObject({ exitCode: 0, failing: 1 });
});

it('a disk that fails now is worse, with its old and new settings', () => {
  const { disks, exitCode, changes } = change([anUnsafeDisk()], [aDisk()]);
  expect([changes, exitCode]).toEqual([['worse db01/vda'], 1]);
  expect(disks[0]?.findings).toHaveLength(1);
  const result = comparedWith(aGateResult([anUnsafeDisk()]), aGateResult([aDisk()]), 'x', 'never');
  expect(result.comparison?.changes[0]?.settings).toEqual([
    { field: 'noFlush', before: 'false', after: 'true' },
  ]);
  expect(result.summary.exitCode).toBe(0);
});

it.each([
  ['kind', { kinds: ['lost', 'torn'] }],
  ['fault', { faults: ['power-loss', 'host-crash'] }],
  ['scenario', { scenarios: ['wal-commit', 'replace-file'] }],
] as const)('a new %s of a disk that failed before is worse', (_, more) => {
  const other = aGateFinding({ rule: 'BLK001', scenarios: ['ext3-jbd'] });
  const old = anUnsafeDisk({ findings: [aGateFinding(), other] });
  const now = aDisk({ findings: [aGateFinding(more), other] });
  const { exitCode, disks } = change([now], [aDisk({ findings: old.findings })]);
  expect(exitCode).toBe(1);
  expect(disks[0]?.findings.map(({ rule }) => rule)).toEqual(['BLK014']);
});

it('a new unsafe disk is worse, a new safe one is not, and one that is gone is named', () => {
  const added = anUnsafeDisk({ machine: 'web', file: 'web.xml', source: '/srv/web' });
  expect(change([aDisk(), added], [aDisk()])).toMatchObject({
    changes: ['new web/vda'],
    exitCode: 1,
  });
  const safe = aDisk({ machine: 'web', file: 'web.xml', source: '/srv/web' });
  expect(change([aDisk(), safe], [aDisk()]).exitCode).toBe(0);
  expect(change([], [anUnsafeDisk()])).toMatchObject({ changes: ['gone db01/vda'], exitCode: 0 });
});

it('a disk that is mended is better', () => {
  expect(change([aDisk()], [anUnsafeDisk()])).toMatchObject({
    changes: ['better db01/vda'],
    exitCode: 0,
    disks: [],
  });
});

it('what was unsure and is sure now is worse, with its findings', () => {
  const unsure = anUnsafeDisk({ verdict: 'inconclusive', reason: 'unsafe if x' });
  const { disks, exitCode } = change([anUnsafeDisk()], [unsure]);
  expect(exitCode).toBe(1);
  expect(disks[0]?.findings).toHaveLength(1);
});

describe('names that are made up by position', () => {
  const unsafe = anUnsafeDisk();
  /** The machines of a script without names, each with one disk on a source of its own. */
  const script = (...sources: readonly string[]) =>
    sources.map((source, index) => ({
      ...(source.startsWith('!') ? unsafe : aDisk()),
      file: 'run.sh',
      machine: '',
      counted: ['machine', 'id'] as const,
      id: `vm${index + 1}/virtio0`,
      source: source.replace('!', ''),
    }));

  it.each<[string, string[], string[], string[], number]>([
    ['a removed machine hides no other', ['!a', 'b', 'c'], ['!b', 'c'], ['worse b', 'gone a'], 1],
    ['a removed machine is no change of another', ['a', '!b'], ['!b'], ['gone a'], 0],
    ['a machine put first is none', ['!b'], ['a', '!b'], ['new a'], 0],
    ['moved lines change nothing', ['a', '!b', 'c'], ['c', 'a', '!b'], [], 0],
    ['another machine in a place is new', ['!a', 'b'], ['!c', 'b'], ['new c', 'gone a'], 1],
    ['machines on one image moved', ['!x', 'x'], ['x', '!x'], [], 0],
    ['of machines on one image one is worse', ['x', 'x'], ['x', '!x'], ['worse x'], 1],
    ['what lies on nothing that is known', ['!', '', 'b'], ['!', '', 'b'], [], 0],
    ['the same moved', ['!', '', 'b'], ['', '!', 'b'], [], 0],
    ['the same, one worse', ['', ''], ['!', ''], ['new ', 'gone '], 1],
  ])('%s', (_, before, now, changes, exitCode) => {
    const result = comparedWith(
      aGateResult(script(...now)),
      aGateResult(script(...before)),
      'x',
      'unsafe,inconclusive',
    );
    const sourceOf = ({ change: word, id }: { change: string; id: string }) => {
      const disks = script(...(word === 'gone' ? before : now));
      return `${word} ${disks.find((disk) => disk.id === id)?.source}`;
    };
    expect(result.comparison?.changes.map(sourceOf)).toEqual(changes);
    expect(result.summary.exitCode).toBe(exitCode);
  });

  const inMachine = (...sources: readonly string[]) =>
    script(...sources).map((disk, index) => ({
      ...disk,
      id: `virtio${index}`,
      counted: ['id'] as const,
    }));

  it.each<[string, string[], string[], string[]]>([
    [
      'a disk that is removed hides no other',
      ['!a', 'b'],
      ['!b'],
      ['worse virtio0', 'gone virtio0'],
    ],
    ['a new image in the place of the old changes nothing', ['!a', 'b'], ['!a2', 'b'], []],
    [
      'unless a disk is gone',
      ['!a', 'b'],
      ['!b2'],
      ['new virtio0', 'gone virtio0', 'gone virtio1'],
    ],
  ])('in a machine: %s', (_, before, now, changes) => {
    const result = comparedWith(
      aGateResult(inMachine(...now)),
      aGateResult(inMachine(...before)),
      'x',
      'never',
    );
    const found = result.comparison?.changes.map((each) => `${each.change} ${each.id}`);
    expect(found).toEqual(changes);
  });

  it('of machines that were renamed, the one that is gone is not taken for another', () => {
    const web = anUnsafeDisk({ machine: 'web', id: 'web/vda', source: 'a' });
    const db = aDisk({ machine: 'db', id: 'db/vda', source: 'b' });
    const renamed = anUnsafeDisk({ machine: 'db2', id: 'db2/vda', source: 'b' });
    expect(change([renamed], [web, db]).changes).toEqual(['worse db2/db2/vda', 'gone web/web/vda']);
    const other = anUnsafeDisk({ machine: 'db2', id: 'db2/vda', source: 'c' });
    expect(change([other], [web, db]).exitCode).toBe(1);
  });
});

describe('why a disk is worse', () => {
  const worse = (now: DiskVerdict, before: readonly DiskVerdict[]) => {
    const result = comparedWith(
      aGateResult([now]),
      aGateResult(before),
      'x',
      'unsafe,inconclusive',
    );
    const [first] = result.comparison?.changes ?? [];
    return { ...first, exitCode: result.summary.exitCode };
  };
  const open = { verdict: 'inconclusive' as const, reason: 'unsafe if x' };

  it('has what the site and QEMU were and are', () => {
    const before = aDisk({ around: { 'disk.kind': 'wce-honest', qemu: '11.1' } });
    const now = anUnsafeDisk({ around: { 'disk.kind': 'wce-lying', qemu: '11.1' } });
    expect(worse(now, [before]).settings).toContainEqual({
      field: 'disk.kind',
      before: 'wce-honest',
      after: 'wce-lying',
    });
  });

  it('is no change of a release that nobody knows', () => {
    const known = { around: { qemu: '9.2', werror: 'enospc' } };
    const unknown = { around: { qemu: '', werror: 'ignore' } };
    const fieldsOf = (now: Partial<DiskVerdict>, before: Partial<DiskVerdict>) =>
      worse(anUnsafeDisk(now), [aDisk({ ...before, settings: anUnsafeDisk().settings })]);
    const werror = (before: string, after: string) => ({ field: 'werror', before, after });
    expect(fieldsOf(unknown, known).settings).toEqual([werror('enospc', 'ignore')]);
    expect(fieldsOf(known, unknown).settings).toEqual([werror('ignore', 'enospc')]);
  });

  it('has the rules and the number of what fails now', () => {
    expect(worse(anUnsafeDisk(), [aDisk()]).reason).toBe('BLK014: 1 new failure');
    const findings = [aGateFinding({ kinds: ['lost', 'torn'] })];
    expect(worse(aDisk({ findings }), []).reason).toBe('BLK014: 2 new failures');
  });

  it('is never empty, and counts no failures of what nobody knows', () => {
    const sure = worse(anUnsafeDisk(), [anUnsafeDisk(open)]);
    expect(sure).toMatchObject({ reason: 'inconclusive before, unsafe now', newFailures: 0 });
    const unknown = worse(aDisk(open), [aDisk()]);
    expect(unknown).toMatchObject({ reason: 'safe before, inconclusive now', newFailures: 0 });
    expect(worse(aDisk(open), [])).toMatchObject({
      change: 'new',
      reason: 'inconclusive',
      newFailures: 0,
      exitCode: 3,
    });
    const lost = aDisk({ ...open, reason: 'no definition any more', failures: ['unreadable'] });
    expect(worse(lost, [aDisk(open)]).reason).toBe('no definition any more');
  });
});

describe('where the same fails as before', () => {
  const [old, other] = ['BLK014', 'BLK027'].map((rule) => aGateFinding({ rule }));
  const disk = (...findings: readonly (typeof old)[]) =>
    aDisk({ findings: findings.flatMap((finding) => finding ?? []) });

  it('a rule beside those that there were is worse, and only it is told', () => {
    const { result, exitCode, disks } = change([disk(old, other)], [disk(old)]);
    expect(exitCode).toBe(1);
    expect(result.comparison?.changes).toMatchObject([
      { change: 'worse', newFailures: 0, reason: 'BLK027: new, in what failed before' },
    ]);
    expect(disks[0]?.findings).toEqual([other]);
    expect(change([disk(old)], [disk(old, other)]).changes).toEqual(['better db01/vda']);
  });

  it('one in the place of another is no change', () => {
    const { changes, exitCode, failing } = change([disk(other)], [disk(old)]);
    expect([changes, exitCode, failing]).toEqual([[], 0, 1]);
  });

  it('what is waived of it is told with its own waiver, and lets it pass', () => {
    const first = { ...aWaiver, rule: 'BLK014' };
    const own = { ...aWaiver, rule: 'BLK027' };
    const { result, exitCode } = change([disk(old, other)], [disk(old)], [first, own]);
    expect(exitCode).toBe(0);
    expect(result.comparison?.changes).toMatchObject([{ waivedBy: [own], isWaived: true }]);
    const same = change([disk(old, other)], [disk(old, other)], [first, own]);
    expect(same).toMatchObject({ changes: [], exitCode: 0, waived: 1 });
  });
});

it('a disk that got worse repeats nothing of what it failed in before, whatever fails beside that', () => {
  const fua = aGateFinding({ rule: 'BLK010', faults: ['power-loss', 'host-crash'] });
  const [mine] = fua.failures;
  const old = aGateFinding({ ...fua, failures: mine === undefined ? [] : [mine] });
  const lying = aGateFinding({ rule: 'BLK008', faults: ['host-crash'] });
  const { disks } = change([aDisk({ findings: [old, lying] })], [aDisk({ findings: [old] })]);
  expect(disks[0]?.findings.map(({ rule }) => rule)).toEqual(['BLK008']);
});

it('machines of one name are told apart by their namespaces, in one file or two', () => {
  const prod = { machine: 'a', qualified: 'prod/a', id: 'a/data', source: 'a' };
  const test = { machine: 'a#2', qualified: 'test/a', id: 'a#2/data', source: 'a' };
  const before = [aDisk(prod), anUnsafeDisk(test)].map((disk) => ({ ...disk, file: 'all.yaml' }));
  const alone = (disk: DiskVerdict) => ({ ...disk, machine: 'a', id: 'data' });
  const now = before.map((disk) => ({ ...alone(disk), file: `${disk.qualified}.yaml` }));
  expect(change(now, before)).toMatchObject({ changes: [], exitCode: 0 });
  expect(change([...before].reverse(), before)).toMatchObject({ changes: [], exitCode: 0 });
  const left = { ...test, machine: 'a', id: 'data', source: '' };
  expect(change([anUnsafeDisk(left)], [anUnsafeDisk(prod), aDisk(test)])).toMatchObject({
    changes: ['worse a/data', 'gone a/a/data'],
    exitCode: 1,
  });
  const swapped = [anUnsafeDisk(prod), aDisk(test)];
  expect(change(swapped, before)).toMatchObject({
    changes: ['worse a/a/data', 'better a#2/a#2/data'],
    exitCode: 1,
  });
});

it('two machines of one name are told apart by their files', () => {
  const prod = aDisk({ file: 'prod/vm.xml' });
  const test = anUnsafeDisk({ file: 'test/vm.xml' });
  expect(change([test, prod], [prod, test]).changes).toEqual([]);
});

it('a disk of a file that was not selected is not missed', () => {
  const [now, before] = [aGateResult([aDisk()]), aGateResult([aDisk(), aDisk({ id: 'vdb' })])];
  const goneWith = (isSelected: () => boolean) =>
    comparedWith(now, before, 'x', 'never', isSelected).comparison?.changes.length;
  expect([goneWith(() => true), goneWith(() => false)]).toEqual([1, 0]);
});

describe('what a change makes worse and waives', () => {
  const by = aWaiver;
  const other = aGateFinding({ rule: 'BLK001', scenarios: ['ext3-jbd'] });
  const both = aDisk({ findings: [other, aGateFinding()] });
  const only = aDisk({ findings: [other] });

  it.each<[string, readonly DiskVerdict[], string]>([
    ['was safe', [aDisk()], 'worse'],
    ['is new', [], 'new'],
    ['failed in less', [anUnsafeDisk({ failures: [], findings: [] })], 'worse'],
  ])('is told of a disk that %s, and lets it pass', (_, before, word) => {
    const { result, exitCode, failing, waived } = change([anUnsafeDisk()], before, [by]);
    expect(result.comparison?.changes).toMatchObject([
      { change: word, waivedBy: [by], isWaived: true, reason: 'BLK014: 1 new failure' },
    ]);
    expect(result.disks.map(passOf)).toEqual(['waived']);
    expect([exitCode, failing, waived]).toEqual([0, 0, 0]);
    expect(result.summary).toMatchObject({ safe: 0, unsafe: 0, waived: 1 });
  });

  it('is one of a line where it was so before, and live again when the waiver is over', () => {
    const same = change([anUnsafeDisk()], [anUnsafeDisk()], [by]);
    expect(same).toMatchObject({ changes: [], disks: [], failing: 0, waived: 1, exitCode: 0 });
    const over = change([anUnsafeDisk()], [aDisk()], [{ ...by, expires: '2027-01-30' }]);
    expect(over).toMatchObject({ changes: ['worse db01/vda'], exitCode: 1 });
    expect(over.result.comparison?.changes).toMatchObject([{ waivedBy: [], isWaived: false }]);
  });

  it('is told of a disk that fails by another rule as before, which is counted and called so', () => {
    const { result, exitCode, failing } = change([both], [only], [by]);
    expect(result.comparison?.changes).toMatchObject([{ change: 'worse', isWaived: true }]);
    expect([exitCode, failing]).toEqual([0, 1]);
    const [disk] = result.disks;
    expect(disk).toMatchObject({ verdict: 'unsafe', findings: [], waived: [{ by }] });
    expect(result.disks.map(passOf)).toEqual(['waived']);
  });

  it('is told with its own waiver, and not with that of what failed before', () => {
    const first = { ...by, rule: 'BLK001' };
    const { result } = change([both], [only], [first, by]);
    expect(result.comparison?.changes).toMatchObject([{ waivedBy: [by], isWaived: true }]);
  });

  it('is no more than what is waived', () => {
    const { result, exitCode } = change([both], [aDisk()], [by]);
    expect(exitCode).toBe(1);
    expect(result.comparison?.changes).toMatchObject([
      { reason: 'BLK001: 1 new failure', waivedBy: [by], isWaived: false },
    ]);
    expect(result.disks[0]?.findings.map(({ rule }) => rule)).toEqual(['BLK001']);
    const open = aDisk({ verdict: 'inconclusive', reason: 'x', undecided: 'x' });
    expect(change([open], [aDisk()], [by]).exitCode).toBe(3);
  });

  it.each([true, false])(
    'hides no other rule that fails in the same (comment: %s)',
    (isComment) => {
      const at = { ...by.at, file: 'vm.xml', line: 40 };
      const moved = { ...at, line: 41 };
      const lying = aGateFinding({ rule: 'BLK008', at: moved });
      const before = aDisk({ findings: [aGateFinding({ rule: 'BLK008' })] });
      const own = { ...by, rule: 'BLK008', isComment, at };
      const now = aDisk({ findings: [lying, aGateFinding()] });
      expect(change([now], [before], [own])).toMatchObject({
        changes: ['worse db01/vda'],
        exitCode: 1,
      });
    },
  );

  it('is not what a comment waives that now stands where another disk stood before', () => {
    const at = { ...by.at, file: 'vm.xml', line: 3 };
    const comment = { ...by, isComment: true, at };
    const old = anUnsafeDisk({ id: 'vdb', source: '/srv/b' });
    const below = { ...at, line: 9 };
    const now = anUnsafeDisk({
      id: 'vdb',
      source: '/srv/b',
      findings: [aGateFinding({ at: below })],
    });
    const { changes, exitCode, failing } = change([anUnsafeDisk(), now], [old], [comment]);
    expect([changes, exitCode, failing]).toEqual([['new db01/vda'], 0, 1]);
  });

  it('is told of what is not decided any more', () => {
    const open = aDisk({ verdict: 'inconclusive', reason: 'x', undecided: 'x' });
    const undecided = { ...by, rule: 'inconclusive' };
    const { result, exitCode } = change([open], [aDisk()], [undecided]);
    expect(exitCode).toBe(0);
    expect(result.comparison?.changes).toMatchObject([
      { reason: 'safe before, inconclusive now', waivedBy: [undecided], isWaived: true },
    ]);
  });
});
