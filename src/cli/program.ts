import { Command, Option } from 'commander';
import { usageError } from '../run/usage-error.js';
import { blkcheckVersion } from '../run/versions.js';
import { didYouMean } from '../scenario/language/suggest.js';
import {
  type FixFlags,
  fixFlagGroups,
  type MatrixFlags,
  matrixFlagGroups,
} from './advice-flags.js';
import type { FlagGroup } from './flag.js';
import {
  type ConfigFlags,
  configFlagGroups,
  type ReplayFlags,
  type RunFlags,
  replayFlagGroups,
  runFlagGroups,
} from './flags.js';
import { describe, type Ends, exitStatusTable, summary } from './help-text.js';
import { inHouseStyle } from './house-style.js';
import { type InitFlags, initFlagGroups } from './init-flags.js';

export interface ListFlags {
  readonly json?: true;
}

interface ExplainFlags {
  readonly profile: string;
}

/**
 * The commands. Each loads what it needs only when it runs, so that `--help` and `--version`
 * load commander and nothing else.
 *
 * @param exit - called with the exit status of the command that ran
 */
export function buildProgram(exit: (code: number) => void): Command {
  const program = new Command('blkcheck')
    .description(summary)
    .version(blkcheckVersion())
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (message, write) => write(inHouseStyle(message)) })
    .helpCommand(false)
    .addHelpText('after', exitStatusTable());
  addRun(program, exit);
  addReplay(program, exit);
  addConfig(program, exit);
  addInit(program, exit);
  addList(program, exit);
  addExplain(program, exit);
  addFix(program, exit);
  addMatrix(program, exit);
  addCompletion(program, exit);
  addHelp(program);
  return program;
}

function addRun(program: Command, exit: (code: number) => void): void {
  const examples = [
    "blkcheck run --cache writeback,none --fault all --disk '!wce-lying'",
    'blkcheck run vms --base origin/main --reporter sarif=report.sarif',
    'blkcheck run my-scenario.yaml --reporter json=report.json',
  ];
  const command = addCommand(program, 'run', 'check frontends and cache modes, or VM definitions')
    .description(
      describe(
        'Checks scenarios on every selected machine, or on the disks of VM definitions.',
        examples,
      ),
    )
    .argument(
      '[files...]',
      'VM definitions, to judge their disks; or your own scenarios: .yaml, or .js and .mjs, which are executed',
    )
    .action(async (files: readonly string[], flags: RunFlags) => {
      const { runCommand } = await import('./commands/run.js');
      exit(await runCommand(files, flags));
    });
  addFlags(command, runFlagGroups);
}

function addReplay(program: Command, exit: (code: number) => void): void {
  const examples = [
    'blkcheck replay .blkcheck/findings/BLK003-1c2d3e4f.json',
    'blkcheck replay report.json --finding ID',
    'blkcheck replay finding.json --save-scenario regression.yaml',
  ];
  const command = addCommand(program, 'replay', 'see a finding again', 'replay')
    .description(describe('Repeats a recorded failure, choice by choice.', examples))
    .argument('<file>', 'a replay file, or the JSON report of a run')
    .action(async (file: string, flags: ReplayFlags) => {
      const { replayCommand } = await import('./commands/replay.js');
      exit(await replayCommand(file, flags));
    });
  addFlags(command, replayFlagGroups);
}

function addConfig(program: Command, exit: (code: number) => void): void {
  const examples = [
    'blkcheck config vm.xml',
    'virsh dumpxml db01 | blkcheck config -',
    'blkcheck config --json /etc/pve/qemu-server',
  ];
  const command = addCommand(program, 'config', 'the disks that VM definitions make', 'text')
    .description(describe('Prints every disk that files define, with its settings.', examples))
    .argument('[files...]', 'files, folders, or - for standard input')
    .action(async (files: readonly string[], flags: ConfigFlags) => {
      const { configCommand } = await import('./commands/config.js');
      exit(await configCommand(files, flags));
    });
  addFlags(command, configFlagGroups);
}

function addInit(program: Command, exit: (code: number) => void): void {
  const examples = ['blkcheck init', 'blkcheck init --dry-run', 'blkcheck init --ci'];
  const command = addCommand(program, 'init', 'begin with a blkcheck.config.yaml', 'text')
    .description(describe('Looks at the repository and writes a blkcheck.config.yaml.', examples))
    .action(async (flags: InitFlags) => {
      const { initCommand } = await import('./commands/init.js');
      exit(await initCommand(flags));
    });
  addFlags(command, initFlagGroups);
}

function addList(program: Command, exit: (code: number) => void): void {
  const examples = ['blkcheck list', 'blkcheck list scenarios', 'blkcheck list --json'];
  addCommand(program, 'list', 'everything that can be named', 'text')
    .description(describe('Lists what can be named on the command line.', examples))
    .argument('[topic]', 'scenarios, frontends, caches, faults, rules, ...')
    .option('--json', 'for machines')
    .action(async (topic: string | undefined, flags: ListFlags) => {
      const { listCommand } = await import('./commands/list.js');
      exit(await listCommand(topic ?? '', flags));
    });
}

function addExplain(program: Command, exit: (code: number) => void): void {
  const examples = [
    'blkcheck explain BLK003',
    'blkcheck explain virtio-scsi/none@qemu=10.0,aio=native',
    'blkcheck explain ide/none --profile 2009-08',
  ];
  addCommand(program, 'explain', 'what a rule means, or what a stack promises', 'text')
    .description(
      describe('Explains the rule of a finding, any other word, or a whole stack.', examples),
    )
    .argument(
      '<rule-or-stack>',
      "a rule's id or name, a word of `blkcheck list`, or frontend/cache[@key=value,...]",
    )
    .option('--profile <name>', 'dated facts, for a stack', 'default')
    .action(async (word: string, { profile }: ExplainFlags) => {
      const { explainCommand } = await import('./commands/explain.js');
      exit(await explainCommand(word, profile));
    });
}

function addFix(program: Command, exit: (code: number) => void): void {
  const examples = [
    'blkcheck fix virtio-blk/none',
    'blkcheck fix ide/writeback --keep frontend,disk --disk-class sata-ssd',
    'blkcheck fix virtio-blk/writethrough@host=block-device --suite completion',
  ];
  const command = addCommand(program, 'fix', 'the nearest safe stack, and what it costs')
    .description(describe('Finds the cheapest change that makes a stack safe.', examples))
    .argument('<stack>', 'frontend/cache[@key=value,...], as in the ids of results')
    .argument('[files...]', 'your own scenarios instead of those that ship')
    .action(async (stack: string, files: readonly string[], flags: FixFlags) => {
      const { fixCommand } = await import('./commands/fix.js');
      exit(await fixCommand(stack, files, flags));
    });
  addFlags(command, fixFlagGroups);
}

function addMatrix(program: Command, exit: (code: number) => void): void {
  const examples = [
    'blkcheck matrix',
    'blkcheck matrix --vary frontend,cache,disk --fault power-loss',
    'blkcheck matrix --suite completion --reporter markdown=matrix.md',
  ];
  const command = addCommand(program, 'matrix', 'exactly when a stack is unsafe')
    .description(describe('Judges every stack, and says when one is unsafe.', examples))
    .argument('[files...]', 'your own scenarios instead of those that ship')
    .action(async (files: readonly string[], flags: MatrixFlags) => {
      const { matrixCommand } = await import('./commands/matrix.js');
      exit(await matrixCommand(files, flags));
    });
  addFlags(command, matrixFlagGroups);
}

function addCompletion(program: Command, exit: (code: number) => void): void {
  const examples = ['source <(blkcheck completion bash)', 'blkcheck completion fish | source'];
  addCommand(program, 'completion', 'commands and flags for a shell', 'text')
    .description(describe('Prints what makes a shell complete commands and flags.', examples))
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string) => {
      const { completionCommand } = await import('./commands/completion.js');
      exit(completionCommand(program, shell));
    });
}

function addHelp(program: Command): void {
  const command = program.command('help').summary('display help for command').argument('[command]');
  command.action((name: string | undefined) => {
    const named = program.commands.find((each) => each.name() === name);
    if (named === undefined && name !== undefined) {
      const names = program.commands.map((each) => each.name());
      throw usageError(`unknown command \`${name}\``, didYouMean(name, names));
    }
    (named ?? program).outputHelp();
  });
}

function addCommand(
  program: Command,
  name: string,
  oneLine: string,
  ends: Ends = 'verdict',
): Command {
  return program
    .command(name)
    .summary(oneLine)
    .showHelpAfterError(`  = help: \`blkcheck ${name} --help\` tells more`)
    .addHelpText('after', exitStatusTable(ends));
}

function addFlags(command: Command, groups: readonly FlagGroup[]): void {
  for (const { heading, flags } of groups) {
    for (const { syntax, help, parse } of flags) {
      const option = new Option(syntax, help).helpGroup(heading);
      // Commander passes what the parser itself returned before, which has the parser's type.
      if (parse !== undefined)
        option.argParser(parse as (text: string, previous: unknown) => unknown);
      command.addOption(option);
    }
  }
}
