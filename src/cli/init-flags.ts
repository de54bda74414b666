import type { FlagGroup } from './flag.js';

/** Everything that `blkcheck init` was told. */
export interface InitFlags {
  readonly ci?: true;
  readonly force?: true;
  readonly dryRun?: true;
}

export const initFlagGroups: readonly FlagGroup[] = [
  {
    heading: 'Options:',
    flags: [
      { syntax: '--ci', help: 'write the CI job too, for the forge that is seen' },
      { syntax: '--dry-run', help: 'print the files, write none' },
      { syntax: '--force', help: 'replace files that are there' },
    ],
  },
];
