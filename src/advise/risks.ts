import { type Behaviour, explainBehaviour } from '../analysis/behaviour.js';
import { flushesAfterFua, fuaReachesDevice } from '../analysis/facts/guest.js';
import type { Reason } from '../analysis/reason.js';
import type { SureFrom } from '../analysis/sureness.js';
import type { Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';

/** What a fault can take of what the guest was told is done. */
export interface Risk {
  /** What fails. */
  readonly fault: FaultId;
  /** What the guest may find gone, in one sentence without a full stop; '' for nothing. */
  readonly atRisk: string;
  /** The defects that are to blame, each once. */
  readonly rules: readonly string[];
}

const losses: Record<Exclude<SureFrom, 'flush'>, string> = {
  dispatch: 'only what is still queued in the guest',
  completion: 'only what has not completed',
  never: 'every write, whether flushed or not, until a cache writes it out by itself',
  gone: 'everything that is on the disk',
};

/** What is to be durable by itself is a write like any other: nobody flushes behind it, or keeps its FUA. */
function forgetsFua({ mode, fua, skips }: Behaviour): boolean {
  if (skips !== 'none' || flushesAfterFua(mode)) return false;
  return !fuaReachesDevice(mode) || fua === 'plain';
}

function unflushed(behaviour: Behaviour): string {
  const { mode, fua, skips } = behaviour;
  if (skips === 'every-write') {
    const which = flushesAfterFua(mode) ? 'a write without FUA' : 'a write';
    return `what has not completed, and ${which} whose own flush QEMU skipped, until the next one`;
  }
  const skipped = skips === 'fua' ? ', and FUA writes whose flush QEMU skipped' : '';
  if (mode === 'fua-without-flush') {
    return fua === 'alone'
      ? 'every write without FUA, until a cache writes it out by itself'
      : `what no FUA write, sent after it completed, has covered${skipped}`;
  }
  const covered = `what no flush, sent after it completed, has covered${skipped}`;
  return forgetsFua(behaviour) ? `${covered}, even if it was written with FUA` : covered;
}

function lossOf(from: SureFrom, behaviour: Behaviour): string {
  return from === 'flush' ? unflushed(behaviour) : losses[from];
}

export function rulesOf(reasons: readonly Reason[]): readonly string[] {
  return [...new Set(reasons.map(({ rule }) => rule).filter((rule) => rule !== ''))];
}

/** Whether something that was acknowledged as durable can be lost by a defect. */
function isDefective(behaviour: Behaviour): boolean {
  const { mode, allocation, skips } = behaviour;
  if (allocation === 'never' || allocation === 'gone') return true;
  if (allocation !== 'flush') return false;
  return skips !== 'none' || forgetsFua(behaviour) || mode === 'fua-without-flush';
}

const untold = 'every write that fails, flushed or not: nobody is told';
const retried = 'every write that fails, flushed or not: the guest asks again, and goes on';
const hidden: ReadonlySet<string> = new Set(['BLK019', 'BLK020', 'BLK021', 'BLK022', 'BLK027']);

export function riskOf(configuration: Configuration, fault: FaultId): Risk {
  const { behaviour, order, data, allocation, fua } = explainBehaviour(configuration, fault);
  const isHidden = fault === 'io-error' && data.some(({ rule }) => hidden.has(rule));
  const isRetried = isHidden && data.some(({ rule }) => rule === 'BLK027');
  const ofErrors = isRetried ? retried : untold;
  const whole = isHidden ? ofErrors : lossOf(behaviour.data, behaviour);
  const blocks = `, and of writes to new blocks ${lossOf(behaviour.allocation, behaviour)}`;
  const isGone = behaviour.data === 'gone';
  // Facts about what FUA comes to matter where it comes so far.
  const lost = forgetsFua(behaviour) && fuaReachesDevice(behaviour.mode) ? fua : [];
  const all = [...order, ...data, ...allocation, ...lost];
  const chain = (isGone || isHidden ? data : all).filter(({ rule }) => rule !== 'BLK002');
  return {
    fault,
    atRisk: behaviour.allocation === behaviour.data ? whole : whole + blocks,
    rules: isDefective(behaviour) ? rulesOf(chain) : [],
  };
}
