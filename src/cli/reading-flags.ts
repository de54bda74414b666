import type { Flag, FlagGroup } from './flag.js';
import { collect } from './values.js';

export interface ConfigFlags {
  readonly inputFormat?: string;
  readonly json?: true;
  readonly qemu?: string;
  readonly config?: string;
  readonly storageCfg?: string;
  readonly stdinFilename?: string;
  readonly only?: readonly string[];
  readonly color?: boolean;
}

/** How definitions are read. */
export type DefinitionFlags = Omit<ConfigFlags, 'json' | 'color'>;

export interface ExplainFlags extends DefinitionFlags {
  readonly assume?: string;
  readonly profile: string;
}

export const storageFlag: Flag = {
  syntax: '--storage-cfg <file>',
  help: 'the storage.cfg of the Proxmox VE host',
};

export const onlyFlag: Flag = {
  syntax: '--only <names>',
  help: "only these disks: db/vda, 'web*/*', or !vdb for all but it",
  parse: collect,
};

const readingFlags: readonly Flag[] = [
  onlyFlag,
  { syntax: '--qemu <version>', help: 'the version of QEMU that will run it, as in 9.2' },
  { syntax: '--config <file>', help: 'what lies below QEMU (default: blkcheck.config.yaml)' },
  storageFlag,
  { syntax: '--stdin-filename <name>', help: 'what messages call standard input' },
];

/** How definitions are read, where a command is about other things too. */
export const definitionFlagGroup: FlagGroup = {
  heading: 'VM definitions:',
  flags: [
    { syntax: '--input-format <name>', help: 'of the definitions (default: by content)' },
    ...readingFlags,
  ],
};

export const configFlagGroups: readonly FlagGroup[] = [
  {
    heading: 'Options:',
    flags: [
      {
        syntax: '--format, --input-format <name>',
        help: 'see `blkcheck list formats` (default: by content)',
      },
      ...readingFlags,
      { syntax: '--json', help: 'for machines' },
      { syntax: '--color', help: 'colour (default: a terminal, unless NO_COLOR is set)' },
      { syntax: '--no-color', help: 'no colour' },
    ],
  },
];
