import type { Diagram, Diagrams } from './diagram.js';

/** For each level the values that a function treats alike, class by class. */
export type Classes = readonly (readonly (readonly number[])[])[];

/** Bits of a number that can be shifted about. */
export const classesMax = 30;

/** Groups the values of each level between which the function never tells. */
export function classesOf(diagram: Diagram, sizes: readonly number[], diagrams: Diagrams): Classes {
  const keys = sizes.map((size) => Array.from({ length: size }, () => ''));
  const seen = new Set<Diagram>();
  const stack = [diagram];
  for (let each = stack.pop(); each !== undefined; each = stack.pop()) {
    if (seen.has(each) || diagrams.constantOf(each) !== null) continue;
    seen.add(each);
    const level = diagrams.levelOf(each);
    for (const [value, child] of diagrams.childrenAt(each, level).entries()) {
      const ofLevel = keys[level];
      if (ofLevel !== undefined) ofLevel[value] += `${child},`;
      stack.push(child);
    }
  }
  return keys.map((ofLevel) =>
    [...new Set(ofLevel)].map((key) =>
      [...ofLevel.keys()].filter((value) => ofLevel[value] === key),
    ),
  );
}

/** The same function of classes instead of values. */
export function ofClasses(
  diagram: Diagram,
  classes: Classes,
  diagrams: Diagrams,
  target: Diagrams,
): Diagram {
  const known = new Map<Diagram, Diagram>();
  const visit = (each: Diagram): Diagram => {
    const value = diagrams.constantOf(each);
    if (value !== null) return target.leaf(value);
    const before = known.get(each);
    if (before !== undefined) return before;
    const level = diagrams.levelOf(each);
    const children = diagrams.childrenAt(each, level);
    const rests = (classes[level] ?? []).map(([first = 0]) => visit(children[first] ?? each));
    const result = target.branch(level, rests);
    known.set(each, result);
    return result;
  };
  return visit(diagram);
}
