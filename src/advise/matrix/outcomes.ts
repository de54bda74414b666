import type { Behaviour } from '../../analysis/behaviour.js';
import { behavioursOf } from '../../analysis/factors.js';
import { type ViolationKind, violationKinds } from '../../model/verdict.js';
import type { FactorTable } from './factor-table.js';
import { numbering } from './numbering.js';
import { possiblePairs } from './possible-pairs.js';

/** What a behaviour does to a set of workloads. */
export interface Outcome {
  readonly kinds: readonly ViolationKind[];
  /** No promise breaks that could be looked at, and there are others. */
  readonly isUnknown: boolean;
}

/** A behaviour, with a pair of factors and a fault that have it. */
export interface Met {
  readonly behaviour: Behaviour;
  readonly guest: number;
  readonly storage: number;
  readonly fault: number;
  readonly outcome: Outcome;
}

/** The outcomes of all pairs of factors of which some machine is made. */
export interface Outcomes {
  /** Each once. */
  readonly all: readonly Outcome[];
  /** For each guest factor, of each storage factor and fault, the place of the outcome; or -1. */
  readonly of: readonly Int32Array[];
  readonly faultCount: number;
  readonly behaviours: readonly Met[];
}

/** Of all workloads together: every kind that one of them shows. */
export function joined(outcomes: readonly Outcome[]): Outcome {
  const kinds = violationKinds.filter((kind) => outcomes.some((each) => each.kinds.includes(kind)));
  return { kinds, isUnknown: kinds.length === 0 && outcomes.some(({ isUnknown }) => isUnknown) };
}

/** Judges each behaviour that some machine has, once. */
export function outcomesOf(
  table: FactorTable,
  faultCount: number,
  judge: (behaviour: Behaviour) => Outcome,
): Outcomes {
  const { guests, storages } = table;
  const met = new Map<string, Met & { readonly number: number }>();
  const outcomes = numbering<Outcome>();
  const of = guests.map(() => new Int32Array(storages.length * faultCount).fill(-1));
  for (const [guest, storageNumbers] of possiblePairs(table).entries()) {
    const guestFactor = guests[guest];
    if (guestFactor === undefined) continue;
    for (const storage of storageNumbers) {
      const storageFactor = storages[storage];
      if (storageFactor === undefined) continue;
      for (const [fault, behaviour] of behavioursOf(guestFactor, storageFactor).entries()) {
        const key = Object.values(behaviour).join();
        let known = met.get(key);
        if (known === undefined) {
          const outcome = judge(behaviour);
          known = { behaviour, guest, storage, fault, outcome, number: outcomes.numberOf(outcome) };
          met.set(key, known);
        }
        const ofGuest = of[guest];
        if (ofGuest !== undefined) ofGuest[storage * faultCount + fault] = known.number;
      }
    }
  }
  return { all: outcomes.things, of, faultCount, behaviours: [...met.values()] };
}
