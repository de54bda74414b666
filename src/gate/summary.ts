import { type DiskVerdict, type GateResult, passOf } from '../model/gate-result.js';

export const failOnNames = ['unsafe,inconclusive', 'unsafe', 'never'] as const;
/** Which verdicts make the exit status tell of them. */
export type FailOn = (typeof failOnNames)[number];

/** Counts of the disks, and the exit status that they give. A run's own trouble counts first. */
export function summaryOf(
  disks: readonly DiskVerdict[],
  { summary, trouble }: Pick<GateResult, 'summary' | 'trouble'>,
  failOn: FailOn,
): GateResult['summary'] {
  const count = (wanted: ReturnType<typeof passOf>) =>
    disks.filter((disk) => passOf(disk) === wanted).length;
  const unsafe = count('unsafe');
  const inconclusive = count('inconclusive');
  const exitCode = trouble === 0 ? exitCodeOf(unsafe, inconclusive, failOn) : trouble;
  const counts = { safe: count('safe'), unsafe, inconclusive, waived: count('waived') };
  return { ...summary, ...counts, exitCode };
}

function exitCodeOf(unsafe: number, inconclusive: number, failOn: FailOn): number {
  if (failOn === 'never') return 0;
  if (unsafe > 0) return 1;
  return inconclusive > 0 && failOn !== 'unsafe' ? 3 : 0;
}
