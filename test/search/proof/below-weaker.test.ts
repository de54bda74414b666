import { describe, expect, it } from 'vitest';
import { type FaultOrNone, faultIds } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { createOracle } from '../../../src/scenario/oracle.js';
import { honestyCheck } from '../../../src/search/examine/honest.js';
import { minimalOf } from '../../../src/search/minimise/minimal-of-proof.js';
import { minimise } from '../../../src/search/minimise/minimise.js';
import { stillMinimal } from '../../../src/search/proof/below-weaker.js';
import { withoutAllocation } from '../../../src/search/proof/weaker.js';
import { buildStack } from '../../../src/stack/build.js';
import type { Stack } from '../../../src/stack/stack.js';
import { pseudoRandom } from '../../analysis/observe.js';
import { configurationOf } from '../../laws/configurations.js';
import { isWeaker } from '../../laws/is-weaker.js';
import { configurationFrom, smallScript, smallThreads, textOf } from '../exhaust/small-scripts.js';
import { enginesWith, oracleOf, workloadFrom } from '../jobs.js';

const scripts = Number(process.env['BLKCHECK_SCRIPTS'] ?? 5_000) / 20;
const faults: readonly FaultOrNone[] = ['none', ...faultIds];
const anyWorkload = workloadFrom('scenarios/wal-commit.yaml');

/** What can be broken under each fault, on the machine by itself or below a weaker one. */
function brokenOn(script: Script, stack: Stack, weaker?: Stack) {
  const workload = { ...anyWorkload, oracleOf: createOracle, members: () => [script] };
  const { prover } = enginesWith({ sharesProofs: true });
  return faults.map((fault) => {
    const subject = { workload, parameters: {}, stack, weaker };
    const { isComplete, failures } = prover.prove(subject, faults, fault);
    return `${fault} ${isComplete} ${failures.map(({ kind }) => kind).sort()}`;
  });
}

describe('what a weaker machine showed', () => {
  it('leaves a machine with all that it shows by itself, and nothing else', {
    timeout: 1_800_000,
  }, () => {
    const random = pseudoRandom(23);
    let broken = 0;
    for (let compared = 0; compared < scripts; ) {
      const script = random(3) === 0 ? smallThreads(random, 6) : smallScript(random, 6, true);
      const on = configurationFrom(random);
      const weaker = buildStack(on);
      const stack = withoutAllocation(weaker);
      if (!isWeaker(weaker, stack)) continue;
      compared += 1;
      const alone = brokenOn(script, stack);
      expect([textOf(script, on), ...brokenOn(script, stack, weaker)]).toEqual([
        textOf(script, on),
        ...alone,
      ]);
      if (alone.join() !== brokenOn(script, weaker).join()) broken += 1;
    }
    // Where the two never differ nothing was compared; a few scripts may happen to be alike.
    expect(broken).toBeGreaterThanOrEqual(Math.floor(scripts / 100));
  });
});

describe('a failure that is small on a weaker machine', () => {
  const careless = { allocation: 'sparse', guest: { mount: 'nobarrier' } } as const;
  const weaker = buildStack(configurationOf('scsi', 'writeback', careless));
  const stack = withoutAllocation(weaker);
  const isHonest = honestyCheck(oracleOf, configurationOf('scsi', 'none'));
  const proof = enginesWith({}).prover.prove(
    { workload: anyWorkload, parameters: {}, stack: weaker },
    ['power-loss'],
    'power-loss',
  );
  const failure = proof.failures.find(({ kind }) => kind === 'lost');
  if (failure === undefined) throw new Error('nothing is lost');
  const small = minimalOf(proof, failure, oracleOf, isHonest);

  it('is told of the other machine, each kind as small as on the weaker one', () => {
    const subject = { workload: anyWorkload, parameters: {}, stack, weaker };
    const { prover } = enginesWith({ sharesProofs: true });
    const below = prover.prove(subject, ['power-loss'], 'power-loss');
    const { ofWeaker } = below;
    if (ofWeaker === null) throw new Error('nobody asked the weaker one');
    expect(below.failures.length).toBeGreaterThan(1);
    for (const [at, own] of below.failures.entries()) {
      const there = ofWeaker.failures[at];
      if (there === undefined) throw new Error('a failure that the weaker one has not');
      const onWeaker = minimalOf(ofWeaker, there, oracleOf, isHonest);
      const here = minimalOf(below, own, oracleOf, isHonest);
      expect(here.subject.script).toEqual(onWeaker.subject.script);
      expect(here.attempt.violation).toEqual(onWeaker.attempt.violation);
      expect(here.subject.stack.image.allocatesOnWrite).toBe(false);
    }
  });

  it('is as small on the other', () => {
    const same = stillMinimal(small, { ...failure, stack });
    expect(same?.subject.stack).toBe(stack);
    expect(same?.attempt.choices).toEqual(small.attempt.choices);
    const again = same && minimise(same, 'lost', isHonest);
    expect(again?.attempt).toEqual(same?.attempt);
    expect(again?.subject.script).toEqual(same?.subject.script);
  });

  it('may be smaller where it asked for a lost allocation', () => {
    const [lost] = small.attempt.choices;
    if (lost === undefined) throw new Error('nothing was lost by choice');
    const choices = [...small.attempt.choices, { ...lost, kind: 'lose-mapping' as const }];
    const asking = { ...small, attempt: { ...small.attempt, choices } };
    expect(stillMinimal(asking, { ...failure, stack })).toBe(null);
  });

  it('is to be made small anew where another layer is to blame, or nothing happens', () => {
    const blamed = { ...small, attempt: { ...small.attempt, blamed: 'BLK002' as const } };
    expect(stillMinimal(blamed, { ...failure, stack })).toBe(null);
    const honest = buildStack(configurationOf('scsi', 'none'));
    expect(stillMinimal(small, { ...failure, stack: honest })).toBe(null);
  });
});
