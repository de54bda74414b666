import type { ResultRow, RunResult } from '../model/result.js';
import { grouped } from './duration.js';
import { wrap } from './width.js';

/** Rounded up to two digits: a bound may be said too high, never too low. */
function percent(bound: number): string {
  const digits = 10 ** (1 - Math.floor(Math.log10(bound)));
  // A step of 1e-9 takes back the noise of the division, not a digit of the bound.
  return String(Math.ceil(bound * digits - 1e-9) / digits);
}

function runsWords(counts: readonly number[]): string {
  const least = Math.min(...counts);
  const most = Math.max(...counts);
  return least === most ? `${most} runs each` : `${least} to ${most} runs each`;
}

function rowsWords(rows: readonly ResultRow[]): string {
  return `${grouped(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}`;
}

function provedWords(proved: readonly ResultRow[]): string {
  const sum = (of: 'executions' | 'workloads') =>
    proved.reduce((total, { explored }) => total + explored[of], 0);
  const workloads = sum('workloads');
  const families = workloads > proved.length ? ` of ${grouped(workloads)} workloads` : '';
  return `proved: ${rowsWords(proved)}${families} in ${grouped(sum('executions'))} executions`;
}

function sampledWords(sampled: readonly ResultRow[], seed: number): string {
  const runs = runsWords(sampled.map((row) => row.explored.runs));
  const bounds = sampled
    .filter(({ verdict, boundPercent }) => verdict === 'safe' && boundPercent > 0)
    .map(({ boundPercent }) => boundPercent);
  const share =
    bounds.length === 0 ? '' : `; safe: < ${percent(Math.max(...bounds))} % of them fail (95 %)`;
  return `sampled: ${rowsWords(sampled)}, seed ${seed}, ${runs}${share}`;
}

/**
 * What the verdicts rest on: proofs, or samples with their seed. What sampling without a finding
 * means is a share of what the generator makes, and nothing about how often real power cuts hurt.
 */
export function basisLines({ seed, results }: RunResult, columns: number): readonly string[] {
  const rows = results.filter(({ fault }) => fault !== 'none');
  const proved = rows.filter(({ basis }) => basis === 'exhaustive');
  const sampled = rows.filter(({ basis, explored }) => basis === 'sampled' && explored.runs > 0);
  const lines = [
    ...(proved.length === 0 ? [] : [provedWords(proved)]),
    sampled.length === 0 ? `seed ${seed}` : sampledWords(sampled, seed),
  ];
  // The seed always; it does not need a line of its own.
  const joined = sampled.length === 0 ? [lines.join(', ')] : lines;
  return joined.flatMap((line) => wrap(line, columns));
}
