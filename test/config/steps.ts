import { Session } from 'node:inspector';

/**
 * Counts what runs, in blocks of code and not in seconds, so that a busy machine changes nothing. Only
 * code that is loaded afterwards is counted to the last block: import this first.
 */
const session = new Session();
session.connect();

interface Coverage {
  readonly result: readonly {
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

function post(method: string, parameters: object = {}): unknown {
  let answer: unknown;
  session.post(method, parameters, (error, result) => {
    if (error !== null) throw error;
    answer = result;
  });
  return answer;
}

post('Profiler.enable');
post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** Blocks that ran since this was asked last. */
export function stepsTaken(): number {
  const { result } = post('Profiler.takePreciseCoverage') as Coverage;
  let steps = 0;
  for (const { functions } of result) {
    for (const { ranges } of functions) {
      for (const { count } of ranges) steps += count;
    }
  }
  return steps;
}
