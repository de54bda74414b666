import { Command } from 'commander';
import { usageError } from '../run/usage-error.js';
import { blkcheckVersion } from '../run/versions.js';
import { didYouMean } from '../scenario/language/suggest.js';
import { addCommand, addFlags } from './add-command.js';
import { addExplain, addFix, addMatrix } from './advice-program.js';
import { type ReplayFlags, type RunFlags, replayFlagGroups, runFlagGroups } from './flags.js';
import { describe, exitStatusTable, summary } from './help-text.js';
import { inHouseStyle } from './house-style.js';
import { type InitFlags, initFlagGroups } from './init-flags.js';
import { type ConfigFlags, configFlagGroups } from './reading-flags.js';

export interface ListFlags {
  readonly json?: true;
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
    'blkcheck run vms --write-base blkcheck.base.json',
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

function addCompletion(program: Command, exit: (code: number) => void): void {
  const examples = ['source <(blkcheck completion bash)', 'blkcheck completion fish | source'];
  addCommand(program, 'completion', 'commands, flags and values for a shell', 'text')
    .description(
      describe('Prints what makes a shell complete commands, flags and values.', examples),
    )
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string) => {
      const { completionCommand } = await import('./commands/completion.js');
      exit(await completionCommand(program, shell));
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
