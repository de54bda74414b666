import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Violation } from '../../../src/model/aftermath.js';
import { faultIds } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { violationKinds } from '../../../src/model/verdict.js';
import type { Oracle } from '../../../src/scenario/oracle.js';
import { type Attempt, attempt, attemptRecorded } from '../../../src/search/attempt.js';
import { recordedChooser } from '../../../src/search/choosers.js';
import { honestyCheck } from '../../../src/search/examine/honest.js';
import type { Minimal } from '../../../src/search/minimise/minimal.js';
import { minimise } from '../../../src/search/minimise/minimise.js';
import { removableGroups, withoutOperations } from '../../../src/search/minimise/remove.js';
import { sampleArbitrary } from '../../../src/search/sample/generate.js';
import { chooserOf, cutOf } from '../../../src/search/sample/sample.js';
import { createPreparer } from '../../../src/search/scripts.js';
import { buildStack } from '../../../src/stack/build.js';
import { configurationOf } from '../../laws/configurations.js';
import { mailProfile } from '../../mail-profile.js';
import { oracleOf, workloadFrom } from '../jobs.js';

const workloads = [
  'wal-commit',
  'contract-client',
  'rollback-journal',
  'group-commit',
  'litmus-barrier',
].map((name) => workloadFrom(`scenarios/${name}.yaml`));

// `BLKCHECK_SCRIPTS=20000 npx vitest run search/minimise` is the longer run.
const scale = Number(process.env['BLKCHECK_SCRIPTS'] ?? 2_000) / 2_000;

/** Any generated failure of any of the workloads on any cell, as it was before minimising. */
const failure = fc
  .record({
    workload: fc.constantFrom(...workloads),
    frontend: fc.constantFrom(...mailProfile.frontends),
    cache: fc.constantFrom(...mailProfile.caches),
    fault: fc.constantFrom(...faultIds),
  })
  .chain(({ workload, frontend, cache, fault }) => {
    const configuration = configurationOf(frontend, cache);
    const stack = buildStack(configuration);
    const preparer = createPreparer(workload, {}, stack);
    const { script, slots } = preparer.prepare({}, []);
    return sampleArbitrary(
      workload.scenario,
      {},
      {
        slotCount: slots.count,
        inThreads: script.threads.length > 1,
        allFates: false,
      },
    ).map((sample) => {
      const prepared = preparer.prepare(sample.parameters, sample.draws);
      const subject = { script: prepared.script, stack, fault, oracleOf };
      const found = violationKinds.flatMap((kind) => {
        const first = attempt(
          subject,
          cutOf(sample, prepared.slots),
          chooserOf(sample, prepared.slots),
          kind,
        );
        return first === null
          ? []
          : [{ kind, minimal: { subject, attempt: first } satisfies Minimal }];
      });
      return found;
    });
  });

describe('minimising', () => {
  const counted = { failures: 0 };

  it('never loses the failure, nor what is to blame, and replays', () => {
    fc.assert(
      fc.property(failure, (found) => {
        const isHonest = honestyCheck(oracleOf, configurationOf('scsi', 'none'));
        for (const { kind, minimal: start } of found) {
          counted.failures += 1;
          const smaller = minimise(start, kind, isHonest);
          const { subject, attempt: last } = smaller;
          const again = attemptRecorded(subject, last.powerCut, last.choices, kind);
          expect(again?.violation.kind).toBe(kind);
          expect(last.choices.length).toBeLessThanOrEqual(start.attempt.choices.length);
          expect(subject.script.operations.length).toBeLessThanOrEqual(
            start.subject.script.operations.length,
          );
          expect(last.blamed).not.toBe('');
        }
      }),
      { numRuns: Math.ceil(600 * scale), seed: 11 },
    );
    expect(counted.failures).toBeGreaterThan(20 * scale);
  }, 120_000);

  it('leaves no operation and no unkind choice that could go', () => {
    fc.assert(
      fc.property(failure, (found) => {
        const isHonest = honestyCheck(oracleOf, configurationOf('scsi', 'none'));
        for (const { kind, minimal: start } of found) {
          const { subject, attempt: last } = minimise(start, kind, isHonest);
          const rule = last.blamed;
          const showsIt = (other: Attempt | null): other is Attempt =>
            other !== null && other.blamed === rule;
          for (const choice of last.choices) {
            const fewer = last.choices.filter((other) => other !== choice);
            const kinder = attemptRecorded(subject, last.powerCut, fewer, kind);
            // Whatever would be to blame then, but for what blames nothing.
            expect(kinder?.blamed ?? '').toBe('');
          }
          for (const group of removableGroups(subject.script)) {
            const script = withoutOperations(subject.script, group);
            const without = attemptRecorded(
              { ...subject, script },
              last.powerCut,
              last.choices,
              kind,
            );
            expect(showsIt(without) && isHonest(script, without)).toBe(false);
          }
        }
      }),
      { numRuns: Math.ceil(400 * scale), seed: 12 },
    );
  }, 120_000);
});

it('a failure without a fault, which no cut makes smaller, comes to an end', () => {
  const configuration = configurationOf('scsi', 'none');
  const [workload] = workloads;
  if (workload === undefined) throw new Error('there are no workloads');
  const stack = buildStack(configuration);
  const { script } = createPreparer(workload, {}, stack).prepare({}, []);
  const broken = { kind: 'lost', victim: 0, witness: 0, acknowledge: 0, lba: 0, effect: 'always' };
  const never = (of: Script): Oracle => ({
    ...oracleOf(of),
    judge: () => broken as Violation,
  });
  const subject = { script, stack, fault: 'none', oracleOf: never } as const;
  const first = attempt(
    subject,
    { kind: 'after', begun: 9999, events: 0 },
    recordedChooser([]),
    'lost',
  );
  if (first === null) throw new Error('nothing is broken');
  const smaller = minimise({ subject, attempt: first }, 'lost', null);
  expect(smaller.attempt.begun).toBe(first.begun);
});
