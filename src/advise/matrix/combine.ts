import type { Diagram, Diagrams } from '../conditions/diagram.js';
import type { Trace } from './trace.js';

/** A function of the variable of this level: for each of its values one of the rests, of any levels. */
function cases(
  level: number,
  to: readonly number[],
  rests: readonly Diagram[],
  diagrams: Diagrams,
): Diagram {
  const known = new Map<string, Diagram>();
  const visit = (each: readonly Diagram[]): Diagram => {
    const key = each.join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const first = Math.min(level, ...each.map(diagrams.levelOf));
    const below = each.map((rest) => diagrams.childrenAt(rest, first));
    const values = first === level ? to : (below[0] ?? []).map(() => -1);
    const children = [...values.keys()].map((value) => {
      const own = below.map((ofRest) => ofRest[value] ?? 0);
      // A value that was left out before comes here no more.
      return first === level ? (own[to[value] ?? 0] ?? own[0] ?? 0) : visit(own);
    });
    const result = diagrams.branch(first, children);
    known.set(key, result);
    return result;
  };
  return visit(rests);
}

/** @param levelOf - the level of each dimension, by its place in the selection */
export function diagramOfTrace<Result>(
  trace: Trace<Result>,
  levelOf: (at: number) => number,
  leafOf: (result: Result) => number,
  diagrams: Diagrams,
): Diagram {
  if (trace.kind === 'result') return diagrams.leaf(leafOf(trace.result));
  const rests = trace.rests.map((rest) => diagramOfTrace(rest, levelOf, leafOf, diagrams));
  return cases(levelOf(trace.at), trace.to, rests, diagrams);
}

/** A key for two numbers, each below 2 ** 26. */
export function pairKey(a: number, b: number): number {
  return a * 2 ** 26 + b;
}

/** The function that is `of` what two others are. */
export function combined(
  a: Diagram,
  b: Diagram,
  of: (a: number, b: number) => number,
  diagrams: Diagrams,
): Diagram {
  const known = new Map<number, Diagram>();
  const visit = (x: Diagram, y: Diagram): Diagram => {
    const key = pairKey(x, y);
    const before = known.get(key);
    if (before !== undefined) return before;
    const level = Math.min(diagrams.levelOf(x), diagrams.levelOf(y));
    const [ofX, ofY] = [diagrams.constantOf(x), diagrams.constantOf(y)];
    const below = diagrams.childrenAt(y, level);
    const result =
      ofX !== null && ofY !== null
        ? diagrams.leaf(of(ofX, ofY))
        : diagrams.branch(
            level,
            diagrams.childrenAt(x, level).map((child, at) => visit(child, below[at] ?? y)),
          );
    known.set(key, result);
    return result;
  };
  return visit(a, b);
}
