import { describe, expect, it } from 'vitest';
import type { FaultOrNone } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { honestyCheck } from '../../../src/search/examine/honest.js';
import { minimalOf } from '../../../src/search/minimise/minimal-of-proof.js';
import type { Proof, ScriptFailure } from '../../../src/search/proof/proof.js';
import { compiledScript } from '../../../src/search/scripts.js';
import { buildStack } from '../../../src/stack/build.js';
import { configurationOf } from '../../laws/configurations.js';
import { acknowledge, scriptOfThreads, write } from '../../laws/scripts.js';
import { enginesWith, oracleOf, workloadFrom } from '../jobs.js';

const careless = configurationOf('scsi', 'writeback', { guest: { mount: 'nobarrier' } });
const stack = buildStack(careless);
const isHonest = honestyCheck(oracleOf, configurationOf('scsi', 'none'));
const workload = workloadFrom('scenarios/wal-commit.yaml');

const plain = compiledScript(workload, { transactions: 1 }, []);
const scripts = {
  plain,
  /** The same, to be told from it. */
  marked: {
    ...plain,
    operations: plain.operations.map((each) => ({ ...each, label: `${each.label}, marked` })),
  },
  // Whoever acknowledges what was not synced has only itself to blame.
  faulty: {
    ...scriptOfThreads([[write(0), acknowledge]]),
    obligations: [
      {
        acknowledge: 2,
        transaction: 0,
        requires: [{ lba: 0, sectorCount: 1, version: 1 }],
      },
    ],
  },
} satisfies Record<string, Script>;

/** A fresh proof each time: what a failure was made into is remembered with it. */
function proofOf(of: keyof typeof scripts, fault: FaultOrNone = 'power-loss'): Proof {
  const members = () => [scripts[of]];
  const subject = { workload: { ...workload, members }, parameters: {}, stack };
  return enginesWith({}).prover.prove(subject, [fault], fault);
}

function lostIn({ failures }: Proof): ScriptFailure {
  const failure = failures.find(({ kind }) => kind === 'lost');
  if (failure === undefined) throw new Error('nothing is lost');
  return failure;
}

const smallest = (proof: Proof) => minimalOf(proof, lostIn(proof), oracleOf, isHonest);
const stepsOf = (proof: Proof) => smallest(proof).subject.script.operations;

describe('what an earlier fault showed', () => {
  const alone = stepsOf(proofOf('plain'));
  const earlier = proofOf('marked', 'host-crash');

  it('is where a failure begins that is the same defect', () => {
    const begun = stepsOf({ ...proofOf('plain'), earlier: [earlier] });
    expect(begun).toEqual(stepsOf(earlier));
    expect(begun).not.toEqual(alone);
    expect(smallest({ ...proofOf('plain'), earlier: [earlier] }).subject.fault).toBe('power-loss');
  });

  it('is nothing to begin from where another layer is to blame', () => {
    const faulty = proofOf('faulty', 'host-crash');
    const own = proofOf('plain');
    expect(lostIn(faulty).attempt.blamed).not.toBe(lostIn(own).attempt.blamed);
    expect(stepsOf({ ...own, earlier: [faulty] })).toEqual(alone);
  });

  it('is nothing to begin from where it is of another kind', () => {
    const other = { ...earlier, failures: [{ ...lostIn(earlier), kind: 'torn' as const }] };
    expect(stepsOf({ ...proofOf('plain'), earlier: [other] })).toEqual(alone);
  });
});

it('a failure that does not happen again is refused', () => {
  const proof = proofOf('plain');
  const failure = lostIn(proof);
  const kind = { ...failure, attempt: { ...failure.attempt, choices: [] } };
  expect(() => minimalOf(proof, kind, oracleOf, isHonest)).toThrow(
    'a proved lost failure does not happen again',
  );
});
