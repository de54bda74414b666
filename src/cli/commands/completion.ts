import type { Command } from 'commander';
import { usageError } from '../../run/usage-error.js';
import { bashScript } from '../completion/bash.js';
import { type CompletedCommand, completedOf, shells } from '../completion/completed.js';
import { fishScript } from '../completion/fish.js';
import { zshScript } from '../completion/zsh.js';

/** Prints what makes a shell complete commands, flags and their values; file names are the shell's own. */
export async function completionCommand(program: Command, shell: string): Promise<number> {
  const name = shells.find((known) => known === shell);
  if (name === undefined)
    throw usageError(`no completion for \`${shell}\``, `one of: ${shells.join(', ')}`);
  const commands = await Promise.all(program.commands.map(completedOf));
  process.stdout.write(scripts[name](commands));
  return 0;
}

type WriteScript = (commands: readonly CompletedCommand[]) => string;

const scripts: Readonly<Record<(typeof shells)[number], WriteScript>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};
