import { baselineOf } from '../../gate/baseline/baseline.js';
import type { Baseline } from '../../gate/baseline/schema.js';
import type { GateResult } from '../../model/gate-result.js';
import type { ReadConfigs } from '../definitions/read-configs.js';
import type { RunPlan } from '../plan.js';
import { type UsageError, usageError } from '../usage-error.js';
import { blkcheckVersion } from '../versions.js';
import { disksOfBaseline } from './baseline-base.js';
import { keptNames, namesakesIn } from './baseline-names.js';
import { digest } from './digest.js';
import { examinedOf } from './examined.js';
import type { SelectedFiles } from './folder-base.js';

/** What a baseline is made of. */
export interface BaseSubject extends SelectedFiles {
  /** What is compared with, as it is called; '' for nothing. */
  readonly base: string;
  /** The one that is compared with; null where none is. */
  readonly baseline: Baseline | null;
  readonly read: ReadConfigs;
  readonly plan: RunPlan;
  /** The version that was named; '' for none. */
  readonly qemu: string;
}

/** A baseline, or why there is none. */
export type KeptBaseline =
  | { readonly baseline: Baseline; readonly reason: '' }
  | { readonly baseline: null; readonly reason: string };

/**
 * Keeps what was found, before waivers: what somebody waives today fails still.
 *
 * @param told - as it is reported
 */
export type BaselineKeeper = (found: GateResult, told: GateResult) => KeptBaseline;

/** @throws UsageError where a baseline would say less than it seems to. */
export function baselineKeeper(subject: BaseSubject): BaselineKeeper {
  const mistake = mistakeIn(subject);
  if (mistake !== '') throw partly(mistake);
  const { plan, qemu } = subject;
  const facts = {
    blkcheckVersion: blkcheckVersion(),
    examined: examinedOf(plan, qemu),
    fileOf: namesFor(subject),
    digest,
  };
  return (found, told) => {
    const reason = whyNot(found, told);
    if (reason !== '') return { baseline: null, reason };
    return { baseline: baselineOf(found.disks, facts), reason };
  };
}

/** @throws UsageError where two files would have one name, and nobody could tell whose disks are whose. */
function namesFor({ names, read }: BaseSubject): (file: string) => string {
  const nameOf = keptNames(names);
  const files = read.files
    .filter(({ definitions }) => definitions.some(({ disks }) => disks.length > 0))
    .map(({ file }) => file);
  const [one, other] = namesakesIn(files, nameOf) ?? [];
  if (one === undefined || other === undefined) return nameOf;
  const what = `--write-base: ${one} and ${other} would both be called ${nameOf(one)}`;
  throw usageError(what, 'run it in a folder that both lie in');
}

/** A baseline is of all disks, and of all that is asked about them; '' for no mistake. */
function mistakeIn(subject: BaseSubject): string {
  const { base, baseline, read, plan } = subject;
  if (plan.timeMs > 0) return '--time, which may end before all are judged';
  const { others } = baseline === null ? none : disksOfBaseline(baseline, subject, read, []);
  const more = `${others} disk${others === 1 ? '' : 's'}`;
  return others === 0 ? '' : `files that leave out ${more} of ${base}`;
}

const none = { others: 0 };

function partly(mistake: string): UsageError {
  return usageError(`--write-base is for all disks, and not with ${mistake}`);
}

/** With --base, a baseline only ever gets better. '' where nothing speaks against it. */
function whyNot({ trouble }: GateResult, told: GateResult): string {
  if (trouble === 130) return 'the run was interrupted';
  if (trouble === 70) return 'a bug of blkcheck was found';
  const { length } = told.comparison === null ? [] : told.disks;
  return length === 0 ? '' : `${length} disk${length === 1 ? ' is' : 's are'} worse`;
}
