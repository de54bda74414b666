import type { Operation, OperationKind, Script } from '../../model/script.js';

/** Which generated value is whose, and when the fault strikes for a given number of values. */
export interface Slots {
  /** By operation id: the index of its fate, or -1. */
  readonly ofOperation: Int32Array;
  /** By number of fates: how many operations begin before the fault. */
  readonly begunFor: Int32Array;
  readonly count: number;
}

/** Nature is asked only about operations that become requests, and about threads. */
const withoutRequests: ReadonlySet<OperationKind> = new Set(['acknowledge', 'wait', 'discard']);

/** Operations of a scenario with draws all have a slot, because a draw decides what they are. */
export function slotsOf(script: Script, hasDraws: boolean): Slots {
  const inThreads = script.threads.length > 1;
  const needsFate = ({ kind }: Operation) => hasDraws || inThreads || !withoutRequests.has(kind);
  const { operations } = script;
  const last = operations.reduce((max, { id }) => Math.max(max, id), 0);
  const ofOperation = new Int32Array(last + 1).fill(-1);
  const begunFor: number[] = [];
  operations.forEach((operation, index) => {
    if (!needsFate(operation)) return;
    ofOperation[operation.id] = begunFor.length;
    begunFor.push(index);
  });
  const count = begunFor.length;
  begunFor.push(operations.length);
  return { ofOperation, begunFor: Int32Array.from(begunFor), count };
}
