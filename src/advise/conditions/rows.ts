import type { Cube } from './primes.js';

/**
 * What has to be covered: for each cell that some cube contains the cubes that contain it, each
 * such list once. Null where there are more than `rowsMax`.
 */
export function rowsOf(
  cubes: readonly Cube[],
  sizes: readonly number[],
  rowsMax: number,
): readonly (readonly number[])[] | null {
  const rows = new Map<string, readonly number[]>();
  const seen = new Set<string>();
  const visit = (level: number, alive: readonly number[]): boolean => {
    if (alive.length === 0) return true;
    const key = `${level}:${alive.join()}`;
    if (seen.has(key)) return true;
    if (seen.size > 20 * rowsMax || rows.size > rowsMax) return false;
    seen.add(key);
    if (level === sizes.length) {
      rows.set(key, alive);
      return true;
    }
    const values = Array.from({ length: sizes[level] ?? 0 }, (_, value) => value);
    return values.every((value) =>
      visit(
        level + 1,
        alive.filter((at) => ((cubes[at]?.[level] ?? 0) >> value) & 1),
      ),
    );
  };
  const all = cubes.map((_, at) => at);
  return visit(0, all) ? [...rows.values()] : null;
}
