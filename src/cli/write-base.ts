import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { baselineOf } from '../gate/baseline/baseline.js';
import type { Baseline } from '../gate/baseline/schema.js';
import type { GateResult } from '../model/gate-result.js';
import { inert } from '../report/text/inert.js';
import { jsonText } from '../report/text/json-text.js';
import { disksOfBaseline } from '../run/base/baseline-base.js';
import { keptNames, namesakesIn } from '../run/base/baseline-names.js';
import { digest } from '../run/base/digest.js';
import { examinedOf } from '../run/base/examined.js';
import type { SelectedFiles } from '../run/base/folder-base.js';
import type { ReadConfigs } from '../run/definitions/read-configs.js';
import { baselineText } from '../run/files/baseline-text.js';
import { checkWritable, writeTextFile } from '../run/files/write-file.js';
import type { RunPlan } from '../run/plan.js';
import { fileError, type UsageError, usageError } from '../run/usage-error.js';
import { blkcheckVersion } from '../run/versions.js';
import type { RunFlags } from './flags.js';

/** What a baseline is written of. */
export interface BaseSubject extends SelectedFiles {
  /** The one that is compared with; null where none is. */
  readonly baseline: Baseline | null;
  readonly read: ReadConfigs;
  readonly plan: RunPlan;
  /** The version that was named; '' for none. */
  readonly qemu: string;
}

/**
 * Writes what was found, before waivers: what somebody waives today fails still.
 *
 * @param told - as it is reported
 * @returns what to say of it
 */
export type BaseKeeper = (found: GateResult, told: GateResult) => string;

/** @throws UsageError for flags with which a baseline would say less than it seems to, and for other files. */
export function baseWriter(file: string, flags: RunFlags, subject: BaseSubject): BaseKeeper {
  const mistake = mistakeIn(flags, subject);
  if (mistake !== '') throw partly(mistake);
  if (flags.reporter?.some((each) => each.file !== '' && resolve(each.file) === resolve(file)))
    throw usageError(`--write-base and a reporter write to ${file}`);
  const fileOf = namesFor(subject);
  const status = statSync(file, { throwIfNoEntry: false });
  if (status?.isFile() === true && status.size > 0 && baselineText(file) === null)
    throw fileError(file, 'it is no baseline, and is not overwritten', 'name another file');
  checkWritable(file);
  const { plan, qemu } = subject;
  const facts = {
    blkcheckVersion: blkcheckVersion(),
    examined: examinedOf(plan, qemu),
    fileOf,
    digest,
  };
  return (found, told) => {
    const reason = whyNot(found, told);
    if (reason !== '') return `note: ${inert(file)} is not written: ${reason}\n`;
    writeTextFile(file, jsonText(baselineOf(found.disks, facts)));
    return flags.quiet === true ? '' : `note: wrote ${inert(file)}: ${countsOf(found)}\n`;
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
function mistakeIn({ time, base }: RunFlags, subject: BaseSubject): string {
  if (time !== undefined) return '--time, which may end before all are judged';
  const { baseline, read } = subject;
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

function countsOf({ disks }: GateResult): string {
  const open = disks.filter(({ verdict }) => verdict !== 'safe').length;
  return `${disks.length} disk${disks.length === 1 ? '' : 's'}, ${open} not safe`;
}
