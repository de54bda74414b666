import type { FailOn } from '../gate/summary.js';
import { type Assume, assumeOf } from '../run/assume.js';
import type { Flag, FlagGroup } from './flag.js';
import { machineFlags } from './machine-flags.js';
import { onlyFlag, storageFlag } from './reading-flags.js';
import {
  collect,
  parseCount,
  parseFailOn,
  parseParameter,
  parseReporter,
  parseSeconds,
  parseSeed,
  type ReporterFlag,
} from './values.js';

/** Everything that `blkcheck run` was told, as it was written. */
export interface RunFlags {
  readonly scenario?: readonly string[];
  readonly suite?: readonly string[];
  readonly bounded?: number;
  readonly frontend?: readonly string[];
  readonly cache?: readonly string[];
  readonly fault?: readonly string[];
  readonly profile?: string;
  readonly qemu?: readonly string[];
  readonly inputFormat?: string;
  readonly config?: string;
  readonly storageCfg?: string;
  readonly base?: string;
  readonly writeBase?: string;
  readonly waivers?: string;
  readonly failOn?: FailOn;
  readonly lastFailed?: true;
  readonly only?: readonly string[];
  readonly ignoreUnknown?: true;
  readonly assume?: Assume;
  readonly machine?: readonly string[];
  readonly dpofua?: readonly string[];
  readonly configWce?: readonly string[];
  readonly queueDepth?: readonly string[];
  readonly aio?: readonly string[];
  readonly werror?: readonly string[];
  readonly format?: readonly string[];
  readonly guestKernel?: readonly string[];
  readonly guestWriteCache?: readonly string[];
  readonly host?: readonly string[];
  readonly hostKernel?: string;
  readonly hostNote?: Readonly<Record<string, boolean>>;
  readonly disk?: readonly string[];
  readonly allocation?: readonly string[];
  readonly atomicUnit?: readonly string[];
  readonly mount?: readonly string[];
  readonly fsyncError?: readonly string[];
  readonly elevator?: readonly string[];
  readonly patch?: readonly string[];
  readonly param?: Readonly<Record<string, number>>;
  readonly runs?: number;
  readonly maxExecutions?: number;
  readonly without?: readonly string[];
  readonly crashRecovery?: true;
  readonly seed?: number;
  readonly time?: number;
  readonly jobs?: number;
  readonly reporter?: readonly ReporterFlag[];
  readonly all?: true;
  readonly quiet?: true;
  readonly color?: boolean;
  readonly saveFindings?: string;
  readonly saveScenario?: string;
}

/** Everything that `blkcheck config` was told. */
export interface ReplayFlags {
  readonly finding?: string;
  readonly module?: string;
  readonly saveScenario?: string;
  readonly all?: true;
  readonly color?: boolean;
}

export const scenarioFlags: readonly Flag[] = [
  { syntax: '--scenario <names>', help: 'scenarios that ship with blkcheck', parse: collect },
  { syntax: '--suite <names>', help: 'completion, barrier, careless', parse: collect },
];

const boundedFlag: Flag = {
  syntax: '--bounded <n>',
  help: 'prove all workloads of up to n requests instead',
  parse: parseCount('--bounded'),
};

export const cellFlags: readonly Flag[] = [
  { syntax: '--frontend <names>', help: 'devices that the guest sees', parse: collect },
  { syntax: '--cache <names>', help: "QEMU's cache modes", parse: collect },
];

export const profileFlag: Flag = {
  syntax: '--profile <name>',
  help: 'dated facts (default: default, which is qemu-11.1)',
};

export const assumeFlag: Flag = {
  syntax: '--assume <name>',
  help: 'nearest or worst, of a release that nobody ran or read',
  parse: assumeOf,
};

export const parameterFlag: Flag = {
  syntax: '--param <name=value>',
  help: 'fix a parameter of the scenarios',
  parse: parseParameter,
};

export const executionsFlag: Flag = {
  syntax: '--max-executions <n>',
  help: 'executions a proof may take (default: 1000000)',
  parse: parseCount('--max-executions'),
};

export const colourFlags: readonly Flag[] = [
  { syntax: '--color', help: 'colour (default: a terminal, unless NO_COLOR is set)' },
  { syntax: '--no-color', help: 'no colour' },
];

export const runFlagGroups: readonly FlagGroup[] = [
  {
    heading: 'Selection (comma lists, all, and !name to exclude):',
    flags: [
      ...scenarioFlags,
      boundedFlag,
      ...cellFlags,
      { syntax: '--fault <names>', help: 'what fails (default: power-loss)', parse: collect },
    ],
  },
  {
    heading: 'Machine (as above; by default the value of the profile):',
    flags: [profileFlag, ...machineFlags, assumeFlag],
  },
  {
    heading: 'VM definitions:',
    flags: [
      onlyFlag,
      { syntax: '--config <file>', help: 'what lies below QEMU (default: blkcheck.config.yaml)' },
      storageFlag,
      { syntax: '--input-format <name>', help: 'of the definitions (default: by content)' },
      {
        syntax: '--base <rev|folder|file>',
        help: 'report only what changed since; a file is what --write-base wrote',
      },
      { syntax: '--write-base <file>', help: 'keep what is found, to be compared with' },
      { syntax: '--waivers <file>', help: 'what does not count (default: blkcheck.waivers.yaml)' },
      {
        syntax: '--fail-on <verdicts>',
        help: 'unsafe,inconclusive (the default), unsafe, or never',
        parse: parseFailOn,
      },
      { syntax: '--last-failed', help: 'only the disks that were not safe in the last run' },
      { syntax: '--ignore-unknown', help: 'pass over named files that are no definitions' },
    ],
  },
  {
    heading: 'Search:',
    flags: [
      {
        syntax: '--runs <n>',
        help: 'generated runs a row, where a scenario is many scripts (default: 1000)',
        parse: parseCount('--runs'),
      },
      executionsFlag,
      {
        syntax: '--crash-recovery',
        help: 'after each fault the power fails again in the next boot (proofs only)',
      },
      { syntax: '--without <names>', help: 'reductions of proofs to do without', parse: collect },
      { syntax: '--seed <n>', help: 'decimal, 0x, or random (default: 1)', parse: parseSeed },
      parameterFlag,
      {
        syntax: '--time <seconds>',
        help: 'stop; rows left over are inconclusive',
        parse: parseSeconds,
      },
      {
        syntax: '--jobs <n>',
        help: 'worker threads; never changes the result',
        parse: parseCount('--jobs'),
      },
    ],
  },
  {
    heading: 'Output:',
    flags: [
      {
        syntax: '--reporter <name[=file]>',
        help: 'pretty, json, junit; for VM definitions sarif, github, markdown too; pretty is printed unless another has no file',
        parse: parseReporter,
      },
      { syntax: '--all', help: 'every finding with its story' },
      { syntax: '--quiet', help: 'the last line only, no progress' },
      ...colourFlags,
      {
        syntax: '--save-findings <folder>',
        help: 'replay files of all findings (default: of those that are told, in .blkcheck/findings)',
      },
      { syntax: '--save-scenario <file>', help: 'the finding shown first, as a scenario' },
    ],
  },
];

export const replayFlagGroups: readonly FlagGroup[] = [
  {
    heading: 'Options:',
    flags: [
      { syntax: '--finding <id>', help: 'which finding of a JSON report' },
      { syntax: '--module <file>', help: 'the module with its recovery, which is executed' },
      { syntax: '--save-scenario <file>', help: 'write a regression scenario' },
      { syntax: '--all', help: 'every step of the story' },
      ...colourFlags,
    ],
  },
];
