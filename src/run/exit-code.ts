import type { Verdict } from '../model/verdict.js';

/** The exit statuses of the command, with what each says; the order is that of `--help`. */
export const exitStatuses = [
  { code: 0, sentence: 'every selected row is safe' },
  { code: 1, sentence: 'findings' },
  {
    code: 2,
    sentence: 'usage or configuration error, or nothing selected, promised or exercised',
  },
  { code: 3, sentence: 'inconclusive: a limit was hit, or a checker failed' },
  { code: 70, sentence: 'a bug of blkcheck' },
  { code: 130, sentence: 'interrupted; what was done is written out' },
] as const;
export type ExitCode = (typeof exitStatuses)[number]['code'];

export interface ExitFacts {
  readonly blkcheckBug: boolean;
  readonly interrupted: boolean;
  /** A row that was never exercised. */
  readonly vacuous: boolean;
  readonly workloadBug: boolean;
  readonly verdicts: readonly Verdict[];
}

/** Where several statuses apply, the first of 70, 130, 2, 1, 3, 0. */
export function exitCodeOf(facts: ExitFacts): ExitCode {
  if (facts.blkcheckBug) return 70;
  if (facts.interrupted) return 130;
  if (facts.vacuous) return 2;
  if (facts.workloadBug || facts.verdicts.includes('unsafe')) return 1;
  if (facts.verdicts.includes('inconclusive')) return 3;
  return 0;
}
