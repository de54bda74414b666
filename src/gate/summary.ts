import type { DiskVerdict, GateResult } from '../model/gate-result.js';

export const failOnNames = ['unsafe,inconclusive', 'unsafe', 'never'] as const;
/** Which verdicts make the exit status tell of them. */
export type FailOn = (typeof failOnNames)[number];

/** Counts of the disks, and the exit status that they give. Trouble of a run's own stays. */
export function summaryOf(
  disks: readonly DiskVerdict[],
  before: GateResult['summary'],
  failOn: FailOn,
): GateResult['summary'] {
  const count = (wanted: DiskVerdict['verdict']) =>
    disks.filter(({ verdict }) => verdict === wanted).length;
  const unsafe = count('unsafe');
  const inconclusive = count('inconclusive');
  const isTrouble = before.exitCode === 70 || before.exitCode === 130;
  const exitCode = isTrouble ? before.exitCode : exitCodeOf(unsafe, inconclusive, failOn);
  return { ...before, safe: count('safe'), unsafe, inconclusive, exitCode };
}

function exitCodeOf(unsafe: number, inconclusive: number, failOn: FailOn): number {
  if (failOn === 'never') return 0;
  if (unsafe > 0) return 1;
  return inconclusive > 0 && failOn !== 'unsafe' ? 3 : 0;
}
