import type { Command } from 'commander';
import { addCommand, addFlags } from './add-command.js';
import {
  type FixFlags,
  fixFlagGroups,
  type MatrixFlags,
  matrixFlagGroups,
} from './advice-flags.js';
import { assumeFlag } from './flags.js';
import { describe } from './help-text.js';
import { definitionFlagGroup, type ExplainFlags } from './reading-flags.js';

export function addExplain(program: Command, exit: (code: number) => void): void {
  const examples = [
    'blkcheck explain BLK003',
    'blkcheck explain virtio-scsi/none@qemu=10.0,aio=native',
    'blkcheck explain vm.xml --qemu 10.0',
  ];
  const command = addCommand(
    program,
    'explain',
    'what a rule means, or what a stack promises',
    'text',
  )
    .description(
      describe(
        'Explains the rule of a finding, any other word, a stack, or the disks of VM definitions.',
        examples,
      ),
    )
    .argument(
      '<rule-stack-or-file...>',
      "a rule's id or name, a word of `blkcheck list`, frontend/cache[@key=value,...], or a file of VM definitions (- for standard input)",
    )
    .option('--profile <name>', 'dated facts, for a stack', 'default')
    .action(async (words: readonly string[], flags: ExplainFlags) => {
      const { explainCommand } = await import('./commands/explain.js');
      exit(await explainCommand(words, flags));
    });
  const { heading, flags } = definitionFlagGroup;
  addFlags(command, [{ heading, flags: [...flags, assumeFlag] }]);
}

export function addFix(program: Command, exit: (code: number) => void): void {
  const examples = [
    'blkcheck fix virtio-blk/none',
    'blkcheck fix vm.xml --keep frontend,disk --disk-class sata-ssd',
    'blkcheck fix virtio-blk/writethrough@host=block-device --suite completion',
  ];
  const command = addCommand(program, 'fix', 'the nearest safe stack, and what it costs')
    .description(
      describe('Finds the cheapest change that makes a stack, or each disk, safe.', examples),
    )
    .argument(
      '<stack-or-file>',
      'frontend/cache[@key=value,...], as in the ids of results, or VM definitions (- for standard input)',
    )
    .argument('[files...]', 'your own scenarios instead of those that ship, and more definitions')
    .action(async (what: string, files: readonly string[], flags: FixFlags) => {
      const { fixCommand } = await import('./commands/fix.js');
      exit(await fixCommand(what, files, flags));
    });
  addFlags(command, fixFlagGroups);
}

export function addMatrix(program: Command, exit: (code: number) => void): void {
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
