import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { GateResult } from '../model/gate-result.js';
import { inert } from '../report/text/inert.js';
import { jsonText } from '../report/text/json-text.js';
import { type BaseSubject, baselineKeeper } from '../run/base/keep-baseline.js';
import { baselineText } from '../run/files/baseline-text.js';
import { checkWritable, writeTextFile } from '../run/files/write-file.js';
import { fileError, usageError } from '../run/usage-error.js';
import type { RunFlags } from './flags.js';

/**
 * Writes what was found, before waivers.
 *
 * @param told - as it is reported
 * @returns what to say of it
 */
export type BaseKeeper = (found: GateResult, told: GateResult) => string;

/** @throws UsageError for flags with which a baseline would say less than it seems to, and for other files. */
export function baseWriter(file: string, flags: RunFlags, subject: BaseSubject): BaseKeeper {
  const keep = baselineKeeper(subject);
  if (flags.reporter?.some((each) => each.file !== '' && resolve(each.file) === resolve(file)))
    throw usageError(`--write-base and a reporter write to ${file}`);
  const status = statSync(file, { throwIfNoEntry: false });
  if (status?.isFile() === true && status.size > 0 && baselineText(file) === null)
    throw fileError(file, 'it is no baseline, and is not overwritten', 'name another file');
  checkWritable(file);
  return (found, told) => {
    const { baseline, reason } = keep(found, told);
    if (baseline === null) return `note: ${inert(file)} is not written: ${reason}\n`;
    writeTextFile(file, jsonText(baseline));
    return flags.quiet === true ? '' : `note: wrote ${inert(file)}: ${countsOf(found)}\n`;
  };
}

function countsOf({ disks }: GateResult): string {
  const open = disks.filter(({ verdict }) => verdict !== 'safe').length;
  return `${disks.length} disk${disks.length === 1 ? '' : 's'}, ${open} not safe`;
}
