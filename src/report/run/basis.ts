import { isWhole, type ResultRow, type RunResult } from '../../model/result.js';
import { grouped } from '../text/duration.js';
import { displayWidth, wrap } from '../text/width.js';

/** Rounded up to two digits: a bound may be said too high, never too low. */
function percent(bound: number): string {
  const digits = 10 ** (1 - Math.floor(Math.log10(bound)));
  // A step of 1e-9 takes back the noise of the division, not a digit of the bound.
  return String(Math.ceil(bound * digits - 1e-9) / digits);
}

interface BasisForm {
  readonly columns: number;
  /** Whether all is told, over as many lines as it takes. */
  readonly isEverything: boolean;
}

/** `1000`, or `12 to 1000` where not all have the same. */
function runsOf(sampled: readonly ResultRow[]): string {
  const counts = sampled.map(({ explored }) => explored.runs);
  const least = Math.min(...counts);
  const most = Math.max(...counts);
  return least === most ? `${most}` : `${least} to ${most}`;
}

function rowsWords(rows: readonly ResultRow[], of = ''): string {
  return `${grouped(rows.length)} ${of}${rows.length === 1 ? 'row' : 'rows'}`;
}

function provedWords(proved: readonly ResultRow[]): string {
  const workloads = sum(proved, 'workloads');
  const families = workloads > proved.length ? ` of ${grouped(workloads)} workloads` : '';
  return `proved: ${rowsWords(proved)}${families} ${effortWords(proved, 'in')}`;
}

function unprovedWords(unproved: readonly ResultRow[]): string {
  return `not proved: ${rowsWords(unproved)} ${effortWords(unproved, 'after')}`;
}

/** A search that found something before its limit has not looked for all that may be broken. */
function partlyWords(partly: readonly ResultRow[]): string {
  return `not all kinds looked for: ${rowsWords(partly, 'unsafe ')} ${effortWords(partly, 'after')}`;
}

/** Where every write surely survived, the promises were judged and nothing had to be read. */
function effortWords(rows: readonly ResultRow[], preposition: string): string {
  const [executions, crashPoints] = [sum(rows, 'executions'), sum(rows, 'crashPoints')];
  if (executions === 0 && crashPoints > 0)
    return `at ${grouped(crashPoints)} crash points, which left nothing open`;
  return `${preposition} ${grouped(executions)} executions`;
}

function sum(rows: readonly ResultRow[], of: 'executions' | 'workloads' | 'crashPoints'): number {
  return rows.reduce((total, { explored }) => total + explored[of], 0);
}

function sampledWords(sampled: readonly ResultRow[], seed: number, names: string): string {
  const bound = boundWords(sampled);
  const shown = bound === '' ? `, ${runsOf(sampled)} runs each` : `; safe: ${bound}`;
  return `sampled: ${rowsWords(sampled)}${names}, seed ${seed}${shown}`;
}

/** All other rows are proved, so that these names say of each verdict what it rests on. */
function sampledLine(sampled: readonly ResultRow[], seed: number, form: BasisForm): string {
  const names = [...new Set(sampled.map(({ scenario }) => scenario))];
  const named = sampledWords(sampled, seed, ` of ${names.join(', ')}`);
  const isNamed = form.isEverything || displayWidth(named) <= form.columns;
  return isNamed ? named : sampledWords(sampled, seed, '');
}

function boundWords(sampled: readonly ResultRow[]): string {
  const bounds = sampled
    .filter(({ verdict, boundPercent }) => verdict === 'safe' && boundPercent > 0)
    .map(({ boundPercent }) => boundPercent);
  if (bounds.length === 0) return '';
  return `fewer than ${percent(Math.max(...bounds))} % of generated runs fail (95 %)`;
}

/** The same as `basisLines` in fewer words, where they fit on one line. */
export function shortBasisLines(result: RunResult, columns: number): readonly string[] {
  const { proved, partly, unproved, sampled } = basesOf(result);
  const bound = boundWords(sampled);
  const line =
    `${grouped(proved.length)} proved; ${grouped(sampled.length)} sampled, seed ${result.seed}` +
    (bound === '' ? '' : `; ${bound}`);
  const isAllProved = partly.length === 0 && unproved.length === 0;
  const isMixed = proved.length > 0 && sampled.length > 0 && isAllProved;
  const isShort = isMixed && displayWidth(line) <= columns;
  return isShort ? [line] : basisLines(result, { columns, isEverything: false });
}

function basesOf({ results }: RunResult) {
  const rows = results.filter(({ fault }) => fault !== 'none');
  const exhaustive = rows.filter(({ basis }) => basis === 'exhaustive');
  return {
    proved: exhaustive.filter(isWhole),
    partly: exhaustive.filter((row) => row.verdict === 'unsafe' && !isWhole(row)),
    unproved: exhaustive.filter(({ verdict }) => verdict === 'inconclusive'),
    sampled: rows.filter(({ basis, verdict }) => basis === 'sampled' && verdict !== 'inconclusive'),
  };
}

/**
 * What the verdicts rest on: proofs, or samples with their seed. What sampling without a finding
 * means is a share of what the generator makes, and nothing about how often real power cuts hurt.
 */
export function basisLines(result: RunResult, form: BasisForm): readonly string[] {
  const { seed } = result;
  const { proved, partly, unproved, sampled } = basesOf(result);
  const lines = [
    ...(proved.length === 0 ? [] : [provedWords(proved)]),
    ...(partly.length === 0 ? [] : [partlyWords(partly)]),
    ...(unproved.length === 0 ? [] : [unprovedWords(unproved)]),
    sampled.length === 0 ? `seed ${seed}` : sampledLine(sampled, seed, form),
  ];
  // The seed always; it does not need a line of its own.
  const joined = sampled.length === 0 ? [lines.join(', ')] : lines;
  return joined.flatMap((line) => wrap(line, form.columns));
}
