import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { judgeBehaviour } from '../../src/analysis/predict.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import type { AtomicGroup, Ordering, Requirement, Script } from '../../src/model/script.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { exhaust } from '../../src/search/exhaust/exhaust.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { stackOf } from '../../src/search/stacks.js';
import { type Law, law } from './law.js';

/** A script on a configuration under a fault, and the kinds of promises that can be broken there. */
export interface Case {
  readonly script: Script;
  readonly on: Configuration;
  readonly fault: FaultId;
  readonly breaks: string;
}

interface Promises {
  /** Writes that the script's last acknowledgement promises. */
  readonly durable?: readonly number[];
  /** For a write: writes that must be there where it is. */
  readonly ordered?: readonly [second: number, ...first: number[]];
  /** Sectors that must be written as a whole. */
  readonly atomic?: AtomicGroup['ranges'][number];
}

/** The script with promises; operations are named by their ids. */
export function promising(script: Script, promises: Promises): Script {
  const requirementOf = (version: number): Requirement => {
    const { lba = 0, sectorCount = 0 } = script.operations.find(({ id }) => id === version) ?? {};
    return { lba, sectorCount, version };
  };
  const { durable, ordered, atomic } = promises;
  const acknowledge = script.operations.findLast(({ kind }) => kind === 'acknowledge')?.id ?? 0;
  const requires = durable?.map(requirementOf) ?? [];
  const orderings: Ordering[] =
    ordered === undefined
      ? []
      : [{ second: ordered[0], first: ordered.slice(1).map(requirementOf) }];
  return {
    ...script,
    obligations: durable === undefined ? [] : [{ acknowledge, transaction: 0, requires }],
    orderings,
    atomics: atomic === undefined ? [] : [{ name: 'unit', ranges: [atomic] }],
  };
}

const unlimited = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };

export function proved({ script, on, fault }: Case): string {
  const stack = stackOf({ kind: 'configuration' }, on, script);
  const subject = { script, stack, oracleOf: createOracle };
  const [proof] = exhaust(subject, [fault], allReductions, unlimited);
  return kindsText(proof?.failures.map(({ kind }) => kind) ?? ['nothing was proved']);
}

function predicted({ script, on, fault }: Case): string {
  return kindsText(judgeBehaviour(script, explainBehaviour(on, fault).behaviour).kinds);
}

function kindsText(kinds: readonly string[]): string {
  return [...kinds].sort().join(' ');
}

function differences(cases: readonly Case[], answer: (asked: Case) => string): string[] {
  return cases.flatMap((asked, at) => {
    const found = answer(asked);
    const text = `${at}: ${asked.on.frontend} ${asked.fault} [${found}] is not [${asked.breaks}]`;
    return found === asked.breaks ? [] : [text];
  });
}

/** The rule as a law of the exhaustive search, and as one of the analysis. */
export function inBothEngines(rule: string, cases: readonly Case[]): readonly Law[] {
  return [
    law(`${rule}: proved`, () => differences(cases, proved), []),
    law(`${rule}: predicted`, () => differences(cases, predicted), []),
  ];
}
