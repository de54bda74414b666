import { tellingWords } from '../catalogue/cures/telling-values.js';
import type { Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import { groupBy } from '../model/group-by.js';
import { type LayerId, layerIds } from '../model/verdict.js';
import { type Clause, explainStack, type Order, type StackExplanation } from './explain.js';
import type { Risk } from './risks.js';
import type { Stop } from './stops.js';

/** What holds in some of the configurations that a disk may be. */
export type Conditional<Said> = Said & {
  /** `if allocation=sparse`; '' where it holds in all. */
  readonly when: string;
};

/** What stacks promise of which nobody knows which one it is, each thing said once. */
export interface StacksExplanation {
  /** Top to bottom. */
  readonly layers: readonly {
    /** The layer that does it. */
    readonly layer: LayerId;
    /** What it does, one thing each. */
    readonly clauses: readonly Conditional<Clause>[];
  }[];
  /**
   * How far a write, a flush and a FUA write have surely come when the guest is told that they are done.
   */
  readonly stops: readonly Conditional<Stop>[];
  /** What keeps requests in flight together in order. */
  readonly order: readonly Conditional<Order>[];
  /** What each fault can take, in the order of the faults. */
  readonly risks: readonly Conditional<Risk>[];
}

interface Explained {
  readonly configuration: Configuration;
  readonly explanation: StackExplanation;
}

/** All that is said of any of the stacks, with when it holds. */
function together<Said>(
  explained: readonly Explained[],
  of: (explanation: StackExplanation) => readonly Said[],
): readonly Conditional<Said>[] {
  const all = explained.map(({ configuration }) => configuration);
  const each = explained.flatMap(({ configuration, explanation }) =>
    of(explanation).map((said) => ({ said, configuration })),
  );
  const bySaid = groupBy(each, ({ said }) => JSON.stringify(said));
  return [...bySaid.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const holdsIn = same.map(({ configuration }) => configuration);
    return [{ ...first.said, when: tellingWords(holdsIn, all) }];
  });
}

function clausesOf(layer: LayerId): (explanation: StackExplanation) => readonly Clause[] {
  return ({ layers }) =>
    layers
      .filter((each) => each.layer === layer)
      .flatMap(({ clauses }) =>
        clauses.map(({ says, rule, source, confidence }) => ({ says, rule, source, confidence })),
      );
}

/** The sorting is stable: what belongs together stands together, in the order of the first stack. */
function inOrder<Said>(
  list: readonly Conditional<Said>[],
  rank: (said: Said) => number,
): readonly Conditional<Said>[] {
  return [...list].sort((a, b) => rank(a) - rank(b));
}

const kindsOfRequest: readonly Stop['what'][] = ['a write', 'a flush', 'a FUA write'];

/**
 * What configurations promise of which a disk is one.
 *
 * @param faults - of which it is said what they can take, in this order
 */
export function explainTogether(
  configurations: readonly Configuration[],
  faults: readonly FaultId[],
): StacksExplanation {
  const explained = configurations.map((configuration) => ({
    configuration,
    explanation: explainStack(configuration),
  }));
  return {
    layers: layerIds
      .map((layer) => ({ layer, clauses: together(explained, clausesOf(layer)) }))
      .filter(({ clauses }) => clauses.length > 0),
    stops: inOrder(
      together(explained, ({ stops }) => stops),
      ({ what }) => kindsOfRequest.indexOf(what),
    ),
    order: together(explained, ({ order }) => [order]),
    risks: inOrder(
      together(explained, ({ risks }) => risks.filter(({ fault }) => faults.includes(fault))),
      ({ fault }) => faults.indexOf(fault),
    ),
  };
}
