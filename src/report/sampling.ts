import type { RunResult } from '../model/result.js';
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

/**
 * The seed, always, and what sampling without a finding means: a share of what the generator makes,
 * which says nothing about how often real power cuts hurt.
 */
export function samplingLines({ seed, results }: RunResult, columns: number): readonly string[] {
  const sampled = results.filter(
    ({ basis, explored, fault }) => basis === 'sampled' && fault !== 'none' && explored.runs > 0,
  );
  if (sampled.length === 0) return [`seed ${seed}`];
  const runs = `seed ${seed}, ${runsWords(sampled.map((row) => row.explored.runs))}`;
  const bounds = sampled
    .filter(({ verdict, boundPercent }) => verdict === 'safe' && boundPercent > 0)
    .map(({ boundPercent }) => boundPercent);
  if (bounds.length === 0) return [runs];
  const share = `fewer than ${percent(Math.max(...bounds))} % of generated runs fail (95 %)`;
  return wrap(`${runs}; safe: ${share}`, columns);
}
