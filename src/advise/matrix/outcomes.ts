import type { Behaviour } from '../../analysis/behaviour.js';
import { behavioursOf } from '../../analysis/factors.js';
import { type ViolationKind, violationKinds } from '../../model/verdict.js';
import type { FactorTable } from './factor-table.js';
import { numbering } from './numbering.js';
import { possiblePairs } from './possible-pairs.js';
import { standIn, standInCount } from './stand-ins.js';

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
  /** Which of those that stand for the machine has it. */
  readonly standIn: number;
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

/** Of those that stand for a machine of which nobody knows what it does, what it is taken to do. */
export type Settle = (ofStandIns: readonly Outcome[]) => Outcome;

/** What a behaviour does to the workloads of a guest. */
export type JudgeOfGuests = (behaviour: Behaviour, workloads: string) => Outcome;

/** Judges each behaviour that some machine has, once for all guests with the same workloads. */
export function outcomesOf(
  table: FactorTable,
  faultCount: number,
  judge: JudgeOfGuests,
  settle: Settle,
): Outcomes {
  const { guests, storages } = table;
  const met = new Map<string, Met>();
  const outcomes = numbering<Outcome>();
  const numbers = new Map<Outcome, number>();
  const numberOf = (outcome: Outcome): number => {
    const number = numbers.get(outcome) ?? outcomes.numberOf(outcome);
    numbers.set(outcome, number);
    return number;
  };
  const of = guests.map(() => new Int32Array(storages.length * faultCount).fill(-1));
  const meet = (
    behaviour: Behaviour,
    workloads: string,
    where: Omit<Met, 'behaviour' | 'outcome'>,
  ): Outcome => {
    const key = `${workloads} ${Object.values(behaviour).join()}`;
    const known = met.get(key) ?? { ...where, behaviour, outcome: judge(behaviour, workloads) };
    met.set(key, known);
    return known.outcome;
  };
  for (const [guest, storageNumbers] of possiblePairs(table).entries()) {
    const guestFactors = guests[guest] ?? [];
    for (const storage of storageNumbers) {
      const storageFactors = storages[storage] ?? [];
      const count = standInCount(guestFactors, storageFactors);
      const byStandIn = Array.from({ length: count }, (_, at) => {
        const own = standIn(guestFactors, at);
        return behavioursOf(own, standIn(storageFactors, at)).map((behaviour, fault) =>
          meet(behaviour, own.workloads, { guest, storage, fault, standIn: at }),
        );
      });
      for (let fault = 0; fault < faultCount; fault += 1) {
        const all = byStandIn.flatMap((outcomesUnder) => outcomesUnder[fault] ?? []);
        const [only] = all;
        const outcome = only === undefined || all.length > 1 ? settle(all) : only;
        const ofGuest = of[guest];
        if (ofGuest !== undefined) ofGuest[storage * faultCount + fault] = numberOf(outcome);
      }
    }
  }
  return { all: outcomes.things, of, faultCount, behaviours: [...met.values()] };
}
