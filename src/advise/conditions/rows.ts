import type { Diagram, Diagrams } from './diagram.js';
import type { Cube } from './primes.js';

/**
 * What has to be covered: for each cell in which the function is 1 the cubes that contain it, each such
 * list once. Null where there are more than `rowsMax`.
 */
export function rowsOf(
  cubes: readonly Cube[],
  isNeeded: Diagram,
  diagrams: Diagrams,
  rowsMax: number,
): readonly (readonly number[])[] | null {
  const rows = new Map<string, readonly number[]>();
  const seen = new Set<string>();
  const visit = (level: number, needed: Diagram, alive: readonly number[]): boolean => {
    if (diagrams.constantOf(needed) === 0) return true;
    const key = `${level}:${needed}:${alive.join()}`;
    if (seen.has(key)) return true;
    if (seen.size > 20 * rowsMax || rows.size > rowsMax) return false;
    seen.add(key);
    if (level === diagrams.sizes.length) {
      rows.set(key, alive);
      return true;
    }
    return diagrams.childrenAt(needed, level).every((child, value) =>
      visit(
        level + 1,
        child,
        alive.filter((at) => ((cubes[at]?.[level] ?? 0) >> value) & 1),
      ),
    );
  };
  const all = cubes.map((_, at) => at);
  return visit(0, isNeeded, all) ? [...rows.values()] : null;
}
