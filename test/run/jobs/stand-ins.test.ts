import { describe, expect, it, vi } from 'vitest';
import { explainBehaviour } from '../../../src/analysis/behaviour.js';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import { runnerFor } from '../../../src/gate/release.js';
import type { Configuration } from '../../../src/model/configuration.js';
import type { Assume } from '../../../src/run/assume.js';
import { profileConfiguration } from '../../../src/run/configurations/configurations.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import { profileOf } from '../../../src/run/configurations/profile.js';
import { examinedRowsOf, withSettled } from '../../../src/run/jobs/stand-ins.js';
import { runMatrix } from '../../../src/run/matrix/matrix.js';
import type { RunPlan } from '../../../src/run/plan.js';
import { planRun } from '../../../src/run/plan.js';
import { runPlan } from '../../../src/run/run-plan.js';
import { inconclusive, safe, samplePlan, unsafe } from '../samples.js';

vi.mock(import('../../../src/catalogue/releases/releases.js'), async (importOriginal) => {
  const { withUnknownReleases } = await import('../../unknown-releases.js');
  return withUnknownReleases(await importOriginal());
});

const profile = profileOf('default');

function on(release: '7.2' | '8.2' | '9.2' | '10.0', machine: '7.2' | 'newest' = 'newest') {
  const usual = profileConfiguration(profile, 'ide', 'writethrough');
  return { ...usual, qemu: { ...usual.qemu, release, machine } };
}

function planOf(configurations: readonly Configuration[], assume: Assume = 'nothing'): RunPlan {
  return { ...samplePlan({}), profile, configurations, assume };
}

const idOf = (rest: string) => `wal:ide/writethrough:power-loss@${rest}`;
const of10 = idOf('machine=9.2,qemu=10.0');
const of7 = idOf('qemu=7.2');
const row = idOf('qemu=9.2');

describe('a release that nobody ran or read', () => {
  it('is examined as its neighbours, each once, with its own machine type', () => {
    const rows = examinedRowsOf(planOf([on('7.2'), on('9.2'), on('10.0')]));
    const ids = rows.map(({ id }) => id).filter((id) => !id.includes(':none'));
    expect(ids).toEqual([of7, of10, idOf('qemu=10.0')]);
    const old = examinedRowsOf(planOf([on('8.2', '7.2')])).map(
      ({ configuration }) => configuration,
    );
    expect(old.map(({ qemu }) => [qemu.release, qemu.machine])).toContainEqual(['10.0', '7.2']);
  });

  const examined = new Map([
    [of10, unsafe(of10)],
    [of7, safe],
  ]);

  it('is inconclusive where they differ, and names the rule and the releases', () => {
    expect(withSettled(planOf([on('9.2')]), examined).get(row)).toMatchObject({
      verdict: 'inconclusive',
      findings: [],
      reason:
        'QEMU 9.2 was neither run nor read: unsafe (BLK003) as QEMU 10.0, safe as QEMU 7.2; ' +
        '--assume decides',
    });
  });

  it('has the verdict that they share, and findings of its own', () => {
    const both = new Map([
      [of10, unsafe(of10)],
      [of7, unsafe(of7)],
    ]);
    const answer = withSettled(planOf([on('9.2')]), both).get(row);
    expect(answer?.verdict).toBe('unsafe');
    expect(answer?.findings.map(({ id }) => id)).toEqual([`${row}#BLK003.lost`]);
    const safes = new Map([of10, of7].map((id) => [id, safe]));
    expect(withSettled(planOf([on('9.2')]), safes).get(row)).toEqual(safe);
  });

  it('is as the nearest or as the worst where that is assumed', () => {
    const settled = (release: '8.2' | '9.2', assume: Assume) => {
      const ids = release === '9.2' ? [of10, of7] : [idOf('machine=8.2,qemu=10.0'), of7];
      const [late = '', early = ''] = ids;
      const given = new Map([
        [late, unsafe(late)],
        [early, safe],
      ]);
      const plan = planOf([on(release)], assume);
      return withSettled(plan, given).get(idOf(`qemu=${release}`))?.verdict;
    };
    expect(settled('8.2', 'nearest')).toBe('safe');
    expect(settled('9.2', 'nearest')).toBe('unsafe');
    expect(settled('8.2', 'worst')).toBe('unsafe');
    expect(settled('9.2', 'worst')).toBe('unsafe');
  });

  it('is not known where a neighbour is not, or was cut', () => {
    const plan = planOf([on('9.2')]);
    const unsure = new Map([
      [of10, inconclusive],
      [of7, safe],
    ]);
    expect(withSettled(plan, unsure).get(row)?.verdict).toBe('inconclusive');
    expect(withSettled(plan, new Map([[of10, safe]])).has(row)).toBe(false);
  });
});

it('leaves the other releases as they are', () => {
  const plan = planOf([on('7.2')]);
  const given = new Map([[of7, safe]]);
  expect(withSettled(plan, given)).toEqual(given);
});

const between = {
  scenarios: ['wal'],
  frontends: ['virtio-blk'],
  caches: ['writeback', 'directsync'],
  qemu: ['9.2'],
} as const;

it('is said among the assumptions, of those that were selected', async () => {
  const inferredIn = async (...qemu: readonly string[]) =>
    (await planRun({ qemu })).assumptions.filter(({ key }) => /inferred|assume/u.test(key));
  expect(await inferredIn('7.2', '9.2')).toEqual([
    { key: 'inferred', value: 'qemu-9.2:10.0|7.2', origin: 'flag' },
    { key: 'assume', value: 'nothing', origin: 'profile' },
  ]);
  expect(await inferredIn('10.0', '11.1')).toEqual([]);
});

it('asks the proofs of the neighbours', async () => {
  const plan = await planRun(between);
  const { result } = await runPlan(plan, new AbortController().signal, () => {});
  expect(result.cells.map(({ cache, verdict }) => [cache, verdict])).toEqual([
    ['writeback', 'safe'],
    ['directsync', 'inconclusive'],
  ]);
  const reasons = result.results.map(({ reason }) => reason).filter((reason) => reason !== '');
  expect(reasons).toEqual([
    expect.stringContaining('unsafe (BLK011) as QEMU 10.0, safe as QEMU 7.2'),
  ]);
  expect(result.summary.exitCode).toBe(3);
});

it.each([
  ['nothing', 0, 1],
  ['nearest', 1, 0],
  ['worst', 1, 0],
] as const)('is in the matrix as in a run, assuming %s', async (assume, unsafe, inconclusive) => {
  const faults = ['power-loss'];
  const asked = { ...between, faults, vary: ['cache'], assume, prove: true };
  const { result, blkcheckBugs } = await runMatrix(asked);
  expect(blkcheckBugs).toEqual([]);
  expect(result.assumptions.map(({ key, value }) => `${key}=${value}`)).toEqual([
    'inferred=qemu-9.2:10.0|7.2',
    `assume=${assume}`,
  ]);
  expect(result.summary).toMatchObject({ safe: 2 - unsafe - inconclusive, unsafe, inconclusive });
  expect(result.summary.exitCode).toBe(unsafe > 0 ? 1 : 3);
  // What virtio-blk does there, as 10.0 and as 7.2.
  expect(result.behaviours).toBe(3);
});

it('is said by the gate, and by what explains a stack', () => {
  const by = (given: string) => runnerFor(given, defaultProfile)({ machineType: null }).by;
  expect(by('9.2')).toBe('it was given: judged as QEMU 10.0 and 7.2');
  expect(by('10.0')).toBe('it was given');
  const knownOf = (stack: string) =>
    explainBehaviour(configurationNamed(stack, profile), 'power-loss').data.map(
      ({ row, confidence }) => `${row} ${confidence}`,
    );
  expect(knownOf('ide/none@qemu=9.2')).toContain('qemuReleases.9.2 inferred');
  expect(knownOf('ide/none@qemu=10.0').join()).not.toContain('inferred');
});
