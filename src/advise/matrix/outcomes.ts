import type { Behaviour } from '../../analysis/behaviour.js';
import { behavioursOf } from '../../analysis/factors.js';
import { type ViolationKind, violationKinds } from '../../model/verdict.js';
import type { FactorTable } from './factor-table.js';

/** What a behaviour does to a set of workloads. */
export interface Outcome {
  readonly kinds: readonly ViolationKind[];
  /** No promise breaks that could be looked at, and there are others. */
  readonly isUnknown: boolean;
}

/** The outcomes of all pairs of factors: [guest][storage][fault]. */
export interface Outcomes {
  readonly of: (guest: number, storage: number, fault: number) => Outcome;
  /** Each behaviour once, with a pair of factors that has it. */
  readonly behaviours: readonly Met[];
}

export interface Met {
  readonly behaviour: Behaviour;
  readonly guest: number;
  readonly storage: number;
  readonly fault: number;
  readonly outcome: Outcome;
}

/** Of all workloads together: every kind that one of them shows. */
export function joined(outcomes: readonly Outcome[]): Outcome {
  const kinds = violationKinds.filter((kind) => outcomes.some((each) => each.kinds.includes(kind)));
  return { kinds, isUnknown: kinds.length === 0 && outcomes.some(({ isUnknown }) => isUnknown) };
}

/** Pairs of factors of which some configuration is made, as `guest,storage`. */
function pairsIn({ slices }: FactorTable): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const { guest, storage } of slices) {
    const storages = new Set(storage);
    for (const each of new Set(guest)) for (const other of storages) pairs.add(`${each},${other}`);
  }
  return pairs;
}

/** Judges each behaviour that some configuration has, once. */
export function outcomesOf(table: FactorTable, judge: (behaviour: Behaviour) => Outcome): Outcomes {
  const met = new Map<string, Met>();
  const byPair = new Map<string, readonly Met[]>();
  for (const pair of pairsIn(table)) {
    const [guest = 0, storage = 0] = pair.split(',').map(Number);
    const [guestFactor, storageFactor] = [table.guests[guest], table.storages[storage]];
    if (guestFactor === undefined || storageFactor === undefined) continue;
    const ofFaults = behavioursOf(guestFactor, storageFactor).map((behaviour, fault) => {
      const key = JSON.stringify(behaviour);
      const known = met.get(key);
      if (known !== undefined) return known;
      const made = { behaviour, guest, storage, fault, outcome: judge(behaviour) };
      met.set(key, made);
      return made;
    });
    byPair.set(pair, ofFaults);
  }
  return {
    of: (guest, storage, fault) => {
      const outcome = byPair.get(`${guest},${storage}`)?.[fault]?.outcome;
      if (outcome === undefined) throw new Error(`no configuration is ${guest}, ${storage}`);
      return outcome;
    },
    behaviours: [...met.values()],
  };
}
