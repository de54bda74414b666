import { explainBehaviour } from '../../src/analysis/behaviour.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import { demandOf } from '../../src/search/proof/demand.js';
import { buildStack } from '../../src/stack/build.js';
import { opinionsDiffer, pairText } from './compare.js';
import type { machineKey } from './machine-key.js';
import { createSubject, type Made, type Subject } from './space-subjects.js';

type Random = (below: number) => number;

export interface Space {
  readonly size: number;
  readonly draw: () => Configuration;
  readonly faults: readonly FaultId[];
  readonly scripts: readonly Script[];
  /** So many of the scripts are taken for what the two sides make of a configuration. */
  readonly scriptsEach: number;
  /** One in so many configurations is proved by itself, under one fault with one script. */
  readonly ownProofOneIn: number;
  readonly keyOf: typeof machineKey;
  readonly random: Random;
  readonly onProgress: (counts: SpaceCounts) => void;
}

export interface SpaceCounts {
  readonly configurations: number;
  /** What the analysis makes of them, under all faults together. */
  readonly behaviours: number;
  /** What the simulator makes of them. */
  readonly machines: number;
  /** Configurations, each with a fault and a script, of which both opinions were compared. */
  readonly pairs: number;
  /** More of them: a proof would take too long, or one of the two met its limit. */
  readonly withheld: number;
  readonly proofs: number;
  /** Configurations that were proved by themselves and compared with the proof that they share. */
  readonly ownProofs: number;
}

export interface SpaceAnswer {
  readonly counts: SpaceCounts;
  readonly disagreements: readonly string[];
}

/** Some of them, each once. */
function someOf<Thing>(things: readonly Thing[], count: number, random: Random): readonly Thing[] {
  if (count >= things.length) return things;
  const left = [...things];
  return Array.from({ length: count }, () => left.splice(random(left.length), 1)).flat();
}

function comparison(subject: Subject, made: Made): 'same' | 'withheld' | { readonly says: string } {
  const judgement = subject.judge(made);
  const proof = subject.sharedProof(made);
  if (proof === null) return 'withheld';
  if (opinionsDiffer(judgement, proof)) {
    const pair = pairText({ ...made, script: subject.script });
    return { says: `predicted [${judgement.kinds}], proved [${proof.kinds}]: ${pair}` };
  }
  return proof.isComplete && judgement.isComplete ? 'same' : 'withheld';
}

/** What differs between the proof of a configuration and the one that it shares; null for not compared. */
function sharingDifference(subject: Subject, made: Made): string | null {
  const own = subject.ownProof(made);
  if (own === null) return null;
  const shared = subject.sharedProof(made);
  if (shared === null || !own.isComplete || !shared.isComplete) return null;
  if (own.kinds.join() === shared.kinds.join()) return '';
  const pair = pairText({ ...made, script: subject.script });
  return `shared proof [${shared.kinds}], its own [${own.kinds}]: ${pair}`;
}

/**
 * Compares what the analysis says of every configuration, from the configuration alone, with a proof
 * of a machine that does the same. The analysis does not see by what the machines are told apart.
 */
export function compareSpace(space: Space): SpaceAnswer {
  const { draw, random, keyOf } = space;
  const subjects = space.scripts.map(createSubject);
  const requestsMax = Math.max(...space.scripts.map((script) => demandOf(script).requestsMax));
  const makeOf = (configuration: Configuration, fault: FaultId): Made => {
    const stack = buildStack(configuration);
    const { behaviour } = explainBehaviour(configuration, fault);
    const keys = {
      plain: keyOf(stack, fault, { requestsMax, durableWrites: false, bootsAgain: false }),
      durable: keyOf(stack, fault, { requestsMax, durableWrites: true, bootsAgain: false }),
    };
    const behaviourName = JSON.stringify(behaviour);
    return { configuration, fault, behaviour, behaviourName, stack, keys };
  };
  /** How many scripts gave an answer, where the two sides make the same of a configuration. */
  const met = new Map<string, { readonly compared: number; readonly withheld: number }>();
  const [behaviours, machines] = [new Set<string>(), new Set<string>()];
  const disagreements: string[] = [];
  let [pairs, withheld, ownProofs] = [0, 0, 0];

  const countsAt = (configurations: number): SpaceCounts => ({
    configurations,
    behaviours: behaviours.size,
    machines: machines.size,
    pairs,
    withheld,
    proofs: subjects.reduce((sum, { proofs }) => sum + proofs(), 0),
    ownProofs,
  });
  const compare = (made: Made) => {
    const some = someOf(subjects, space.scriptsEach, random);
    const found = some.map((subject) => comparison(subject, made));
    disagreements.push(...found.flatMap((each) => (typeof each === 'string' ? [] : [each.says])));
    const open = found.filter((each) => each === 'withheld').length;
    return { compared: some.length - open, withheld: open };
  };
  const checkSharing = (made: Made) => {
    const subject = subjects[random(subjects.length)];
    const difference = subject === undefined ? null : sharingDifference(subject, made);
    if (difference === null) return;
    ownProofs += 1;
    if (difference !== '') disagreements.push(difference);
  };

  for (let drawn = 1; drawn <= space.size; drawn += 1) {
    const configuration = draw();
    const provedByItself = drawn % space.ownProofOneIn === 0 ? random(space.faults.length) : -1;
    for (const [nth, fault] of space.faults.entries()) {
      const made = makeOf(configuration, fault);
      behaviours.add(made.behaviourName);
      machines.add(made.keys.durable);
      const way = [made.behaviourName, made.keys.plain, made.keys.durable].join('\n');
      const known = met.get(way) ?? compare(made);
      met.set(way, known);
      pairs += known.compared;
      withheld += known.withheld;
      if (nth === provedByItself) checkSharing(made);
    }
    space.onProgress(countsAt(drawn));
  }
  return { counts: countsAt(space.size), disagreements };
}
