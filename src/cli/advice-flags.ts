import { type DiskClassId, diskClassIds } from '../catalogue/disk-classes.js';
import { usageError } from '../run/usage-error.js';
import { didYouMean } from '../scenario/language/suggest.js';
import type { FlagGroup } from './flag.js';
import {
  assumeFlag,
  cellFlags,
  colourFlags,
  executionsFlag,
  parameterFlag,
  profileFlag,
  type RunFlags,
  scenarioFlags,
} from './flags.js';
import { machineFlags } from './machine-flags.js';
import { type DefinitionFlags, definitionFlagGroup } from './reading-flags.js';
import { collect, type ReporterFlag, reporterParser } from './values.js';

export const matrixReporterNames = ['pretty', 'markdown', 'json'] as const;
export type MatrixReporterName = (typeof matrixReporterNames)[number];

/** Everything that `blkcheck matrix` was told. */
export interface MatrixFlags extends Omit<RunFlags, 'reporter'> {
  readonly vary?: readonly string[];
  readonly prove?: true;
  readonly reporter?: readonly ReporterFlag<MatrixReporterName>[];
}

/** Everything that `blkcheck fix` was told, but for the stack. */
export interface FixFlags
  extends DefinitionFlags,
    Pick<
      RunFlags,
      | 'scenario'
      | 'suite'
      | 'fault'
      | 'profile'
      | 'assume'
      | 'param'
      | 'maxExecutions'
      | 'all'
      | 'color'
    > {
  readonly diskClass?: DiskClassId;
  readonly keep?: readonly string[];
  readonly json?: true;
}

function parseDiskClass(text: string): DiskClassId {
  const id = diskClassIds.find((known) => known === text);
  if (id !== undefined) return id;
  throw usageError(`unknown disk class \`${text}\``, didYouMean(text, diskClassIds));
}

export const matrixFlagGroups: readonly FlagGroup[] = [
  {
    heading: 'Selection (comma lists, all, and !name to exclude):',
    flags: [
      ...scenarioFlags,
      ...cellFlags,
      { syntax: '--fault <names>', help: 'what fails (default: all)', parse: collect },
      parameterFlag,
    ],
  },
  {
    heading: 'Machine (as above; by default everything that exists):',
    flags: [
      profileFlag,
      ...machineFlags,
      assumeFlag,
      {
        syntax: '--vary <dimensions>',
        help: "vary only these (all: every one); the others have the profile's value",
        parse: collect,
      },
    ],
  },
  {
    heading: 'Output:',
    flags: [
      { syntax: '--prove', help: 'prove each behaviour too; takes longer' },
      {
        syntax: '--reporter <name[=file]>',
        help: 'pretty, markdown, json; pretty is printed unless another has no file',
        parse: reporterParser(matrixReporterNames),
      },
      { syntax: '--all', help: 'every condition, with how many cells, and an example' },
      ...colourFlags,
    ],
  },
];

export const fixFlagGroups: readonly FlagGroup[] = [
  definitionFlagGroup,
  {
    heading: 'Selection (comma lists, all, and !name to exclude):',
    flags: [
      ...scenarioFlags,
      {
        syntax: '--fault <names>',
        help: 'what fails, of a stack (default: power-loss)',
        parse: collect,
      },
      { syntax: '--keep <dimensions>', help: 'what must not be changed', parse: collect },
      profileFlag,
      assumeFlag,
      parameterFlag,
    ],
  },
  {
    heading: 'Options:',
    flags: [
      {
        syntax: '--disk-class <name>',
        help: 'hdd-7200 (default), sata-ssd, nvme, plp-ssd, bbwc',
        parse: parseDiskClass,
      },
      executionsFlag,
      { syntax: '--json', help: 'for machines' },
      { syntax: '--all', help: 'every safe configuration that was found' },
      ...colourFlags,
    ],
  },
];
