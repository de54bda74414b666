import type { Configuration } from '../model/configuration.js';
import type { ResultRow } from '../model/result.js';
import type { Verdict } from '../model/verdict.js';
import { differenceBetween } from './difference.js';

/** What was found of one configuration that a disk may be. */
export interface JudgedCandidate {
  readonly configuration: Configuration;
  readonly rows: readonly ResultRow[];
  readonly verdict: Verdict;
}

export function rulesOf(rows: readonly ResultRow[]): readonly string[] {
  return [...new Set(rows.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort();
}

/**
 * Rules that are no error of an unsafe disk, because it is unsafe without them and only some of what it may
 * be breaks them: a value that is refused is none of those that it may stand for.
 *
 * @param isRefused - the definition itself is wrong
 */
export function doubtfulRules(
  judged: readonly JudgedCandidate[],
  isRefused: boolean,
): ReadonlySet<string> {
  const unsafe = judged.filter(({ verdict }) => verdict === 'unsafe');
  const isUnsafe = isRefused || unsafe.length === judged.length;
  const all = rulesOf(unsafe.flatMap(({ rows }) => rows));
  const doubtful = all.filter((rule) => !judged.every((each) => breaks(each, rule)));
  // Where each configuration has a reason of its own, all of them are told.
  const hasOther = isRefused || doubtful.length < all.length;
  return new Set(isUnsafe && hasOther ? doubtful : []);
}

export const breaks = ({ verdict, rows }: JudgedCandidate, rule: string): boolean =>
  verdict === 'unsafe' && rulesOf(rows).includes(rule);

/** Rows without what is found of some rules. */
export function withoutRules(
  rows: readonly ResultRow[],
  left: ReadonlySet<string>,
): readonly ResultRow[] {
  if (left.size === 0) return rows;
  return rows.map((row) => ({
    ...row,
    findings: row.findings.filter(({ rule }) => !left.has(rule)),
  }));
}

/** What of a disk breaks rules that are left out; '' where none are. */
export function doubtsOf(
  judged: readonly JudgedCandidate[],
  left: ReadonlySet<string>,
  cacheBytes: number,
): string {
  if (left.size === 0) return '';
  const doubts = judged.map(({ configuration, rows, verdict }) => {
    const isOpen = verdict === 'unsafe' && rulesOf(rows).some((rule) => left.has(rule));
    return { configuration, verdict: isOpen ? ('unsafe' as const) : ('safe' as const) };
  });
  const rules = [...left].join(', ');
  return differenceBetween(doubts, cacheBytes) || `unsafe (${rules}) in some of what it may be`;
}
