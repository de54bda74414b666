import { formerDisks } from '../../gate/baseline/baseline.js';
import type { Baseline } from '../../gate/baseline/schema.js';
import type { DiskVerdict } from '../../model/gate-result.js';
import type { ReadConfigs } from '../definitions/read-configs.js';
import { formerFileIn, fromHere } from './baseline-names.js';
import { digest } from './digest.js';
import type { SelectedFiles } from './folder-base.js';

/** The disks of a baseline that are compared. */
export interface BaselineDisks {
  readonly disks: readonly DiskVerdict[];
  /** Whether a file of them is missed where it is no more. */
  readonly isSelected: (file: string) => boolean;
  /** How many disks are in files that nobody named now. */
  readonly others: number;
}

/** @param now - the disks that are compared with them */
export function disksOfBaseline(
  baseline: Baseline,
  selected: SelectedFiles,
  { files }: Pick<ReadConfigs, 'files'>,
  now: readonly Pick<DiskVerdict, 'source'>[],
): BaselineDisks {
  const read = new Map(files.map(({ file }) => [fromHere(file), file]));
  const kept = [...new Set(baseline.disks.map(({ file }) => file))];
  const formerFile = formerFileIn(selected, read, kept);
  const known = new Map(kept.map((file) => [file, formerFile(file)]));
  const disks = baseline.disks.filter(({ file }) => known.get(file)?.role !== 'other');
  const sources = new Map(now.map(({ source }) => [digest(source), source]));
  const moved = new Set(
    [...known.values()].filter(({ role }) => role === 'moved').map(({ place }) => place),
  );
  return {
    disks: formerDisks(
      { ...baseline, disks },
      {
        fileOf: (file) => known.get(file)?.place ?? file,
        sourceOf: (short) => sources.get(short) ?? short,
      },
    ),
    isSelected: (file) => !moved.has(file),
    others: baseline.disks.length - disks.length,
  };
}
