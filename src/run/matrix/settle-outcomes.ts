import type { Outcome, Settle } from '../../advise/matrix/outcomes.js';
import type { Verdict } from '../../model/verdict.js';
import { type Assume, settledAnswer } from '../assume.js';

function verdictOf({ kinds, isUnknown }: Outcome): Verdict {
  if (kinds.length > 0) return 'unsafe';
  return isUnknown ? 'inconclusive' : 'safe';
}

const nobodyKnows: Outcome = { kinds: [], isUnknown: true };

/** As a run settles the rows of a release that nobody knows: stand-ins.ts. The nearest is the first. */
export function settleBy(assume: Assume): Settle {
  return (ofStandIns) => {
    const { answer, isDecided } = settledAnswer(assume, ofStandIns, verdictOf);
    return isDecided ? answer : nobodyKnows;
  };
}
