import type { Script } from '../../model/script.js';
import type { Scenario, Step } from '../../scenario/scenario.js';
import { requestsTogether } from '../exhaust/requests-together.js';

/** What scripts ask of a machine, as far as it decides which of the machine's parts matter. */
export interface Demand {
  /** More requests than this are never in flight together. */
  readonly requestsMax: number;
  /** Whether a write is ever to be durable by itself: by FUA, or as a barrier. */
  readonly durableWrites: boolean;
  /** Whether the machine is to boot again on what a fault has left. */
  readonly bootsAgain: boolean;
}

/** Of a machine of which nothing is known but that it has a guest. */
export const anyDemand: Demand = {
  requestsMax: Number.MAX_SAFE_INTEGER,
  durableWrites: true,
  bootsAgain: false,
};

export function demandOf(script: Script): Demand {
  return {
    requestsMax: requestsTogether(script),
    durableWrites: script.operations.some(({ kind, fua }) => fua || kind === 'barrier'),
    bootsAgain: false,
  };
}

/** What any script of the scenario may ask. */
export function demandOfAll({ steps }: Scenario): Demand {
  return { ...anyDemand, durableWrites: steps.some(isDurable) };
}

function isDurable(step: Step): boolean {
  switch (step.kind) {
    case 'repeat':
      return step.steps.some(isDurable);
    case 'parallel':
      return step.threads.some((steps) => steps.some(isDurable));
    case 'choose':
      return step.alternatives.some((steps) => steps.some(isDurable));
    case 'acknowledge':
    case 'fsync':
    case 'fdatasync':
    case 'flush':
    case 'wait':
      return false;
    default:
      return step.fua || step.kind === 'barrier';
  }
}
