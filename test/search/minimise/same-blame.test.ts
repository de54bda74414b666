import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import { faultIds } from '../../../src/model/fault.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import { attemptRecorded } from '../../../src/search/attempt.js';
import { honestyCheck } from '../../../src/search/examine/honest.js';
import type { Minimal } from '../../../src/search/minimise/minimal.js';
import { minimalOf } from '../../../src/search/minimise/minimal-of-proof.js';
import { minimise } from '../../../src/search/minimise/minimise.js';
import { blamesAlike, notedByLayers, rulesOf } from '../../../src/search/minimise/same-blame.js';
import { signatureOf } from '../../../src/search/proof/signature.js';
import { buildStack } from '../../../src/stack/build.js';
import type { Stack } from '../../../src/stack/stack.js';
import { sampleMailConfigurations } from '../../analysis/all-configurations.js';
import { configurationOf } from '../../laws/configurations.js';
import { enginesWith, oracleOf, workloadFrom } from '../jobs.js';

const stacks = sampleMailConfigurations(1999).map(buildStack);
/** Whose QEMU leaves out flushes, the first one after it took over, too. */
const today = ['virtio-scsi/none', 'virtio-blk/writethrough', 'nvme/none'].map((name) =>
  buildStack(configurationNamed(name, defaultProfile)),
);
const plain = buildStack(configurationOf('scsi', 'none'));

it('every rule that a stack tells its layers to note is compared', () => {
  const missed = new Set<string>();
  for (const stack of [...stacks, ...today]) {
    const { hidesErrors: _, ...backend } = { hidesErrors: '', ...stack.backend };
    const { lostBecause: __, ...disk } = stack.disk;
    const told = JSON.stringify({ ...stack, backend, disk }).match(/BLK\d+/gu) ?? [];
    for (const rule of told) if (!rulesOf(stack).some((each) => each === rule)) missed.add(rule);
  }
  expect([...missed]).toEqual([]);
});

it('every rule that a layer notes by itself is known', () => {
  const folder = new URL('../../../src/stack/', import.meta.url);
  const noted = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n'))
    .filter((line) => /ruleIndex\(|rule = |isStable/u.test(line))
    .flatMap((line) => line.match(/BLK\d+/gu) ?? []);
  expect([...new Set(noted)].sort()).toEqual([...notedByLayers]);
});

const stops = (driver: Partial<Stack['driver']>, host: Partial<Stack['host']> = {}): Stack => ({
  ...plain,
  driver: { ...plain.driver, ...driver },
  host: { ...plain.host, ...host },
});

it.each([
  ['one rule each', stops({ refusedBecause: 'BLK002' }), stops({ refusedBecause: 'BLK002' }), true],
  [
    'two rules of one layer for one',
    stops({}, { noFlushBecause: 'BLK006' }),
    stops({}, { noFlushBecause: 'BLK007' }),
    true,
  ],
  [
    'a rule of another layer',
    stops({ noFlushBecause: 'BLK003' }),
    stops({ noFlushBecause: 'BLK024' }),
    false,
  ],
  [
    'one rule for two',
    stops({ answersFlush: 'BLK002', dropsFua: 'BLK012' }),
    stops({ answersFlush: 'BLK012', dropsFua: 'BLK012' }),
    false,
  ],
  [
    'two rules for one',
    stops({ answersFlush: 'BLK012', dropsFua: 'BLK012' }),
    stops({ answersFlush: 'BLK002', dropsFua: 'BLK012' }),
    false,
  ],
  [
    'a rule that a layer notes by itself',
    stops({ noFlushBecause: 'BLK015' }),
    stops({ noFlushBecause: 'BLK001' }),
    false,
  ],
  [
    'a place that nothing comes to',
    stops({ noFlushBecause: 'BLK003' }),
    stops({ noFlushBecause: '' }),
    true,
  ],
] as const)('machines blame alike or not: %s', (_, one, other, alike) => {
  expect(blamesAlike(one, other)).toBe(alike);
  expect(blamesAlike(other, one)).toBe(alike);
});

// So that what is made small on the one is small on the other too.
it('a failure that is small on a machine is small on one that does the same and blames alike', () => {
  const isHonest = honestyCheck(oracleOf, configurationOf('scsi', 'none'));
  const larger: string[] = [];
  let compared = 0;
  for (const name of ['wal-commit', 'ext3-jbd', 'append-fdatasync']) {
    const workload = workloadFrom(`scenarios/${name}.yaml`);
    for (const stack of stacks.filter((_, at) => at % 37 === 0)) {
      const { prover } = enginesWith({ sharesProofs: true });
      for (const fault of faultIds) {
        const proof = prover.prove({ workload, parameters: {}, stack }, faultIds, fault);
        for (const failure of proof.failures) {
          const there = minimalOf(proof, failure, oracleOf, isHonest);
          if (signatureOf(there.subject.stack) === signatureOf(stack)) continue;
          if (!blamesAlike(there.subject.stack, stack)) continue;
          compared += 1;
          const here = replayed({ ...there, subject: { ...there.subject, stack } }, failure.kind);
          if (minimise(here, failure.kind, isHonest) !== here)
            larger.push(`${name} ${fault} ${failure.kind} ${signatureOf(stack)}`);
        }
      }
    }
  }
  expect(compared).toBeGreaterThan(200);
  expect(larger).toEqual([]);
});

function replayed({ subject, attempt }: Minimal, kind: Parameters<typeof minimise>[1]): Minimal {
  const again = attemptRecorded(subject, attempt.powerCut, attempt.choices, kind);
  if (again === null) throw new Error('a failure does not happen on a machine that does the same');
  return { subject, attempt: again };
}
