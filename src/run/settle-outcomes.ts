import type { Outcome, Settle } from '../advise/matrix/outcomes.js';
import { type Verdict, verdicts } from '../model/verdict.js';
import type { Assume } from './assume.js';

function verdictOf({ kinds, isUnknown }: Outcome): Verdict {
  if (kinds.length > 0) return 'unsafe';
  return isUnknown ? 'inconclusive' : 'safe';
}

const nobodyKnows: Outcome = { kinds: [], isUnknown: true };

/** As a run settles the rows of a release that nobody knows: stand-ins.ts. The nearest is the first. */
export function settleBy(assume: Assume): Settle {
  return (ofStandIns) => {
    const [nearest] = ofStandIns;
    if (nearest === undefined) throw new Error('nothing stands for a machine');
    const found = new Set(ofStandIns.map(verdictOf));
    if (assume === 'nearest' || found.size === 1) return nearest;
    if (assume === 'nothing') return nobodyKnows;
    const worst = verdicts.findLast((verdict) => found.has(verdict));
    return ofStandIns.find((each) => verdictOf(each) === worst) ?? nearest;
  };
}
