import type { Command } from 'commander';
import { usageError } from '../../run/usage-error.js';

/** A command, with what may follow it. */
interface Completed {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly string[];
}

const shells = ['bash', 'zsh', 'fish'] as const;

/** Prints what makes a shell complete commands and flags; file names are the shell's own. */
export function completionCommand(program: Command, shell: string): number {
  const name = shells.find((known) => known === shell);
  if (name === undefined)
    throw usageError(`no completion for \`${shell}\``, `one of: ${shells.join(', ')}`);
  process.stdout.write(scripts[name](program.commands.map(completedOf)));
  return 0;
}

function completedOf(command: Command): Completed {
  const flags = command.options.flatMap(({ long }) => long ?? []);
  return { name: command.name(), summary: command.summary(), flags: [...flags, '--help'] };
}

type Script = (commands: readonly Completed[]) => string;

const bash: Script = (commands) => `_blkcheck() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words=''
  if [ "$COMP_CWORD" -eq 1 ]; then words='${commands.map(({ name }) => name).join(' ')}'
  elif [ "\${word:0:1}" = - ]; then
    case "\${COMP_WORDS[1]}" in
${commands.map(({ name, flags }) => `      ${name}) words='${flags.join(' ')}' ;;`).join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _blkcheck blkcheck
`;

const zsh: Script = (commands) => `#compdef blkcheck
autoload -U +X bashcompinit && bashcompinit
${bash(commands)}`;

const fish: Script = (commands) =>
  commands
    .flatMap(({ name, summary, flags }) => [
      `complete -c blkcheck -n __fish_use_subcommand -a ${name} -d '${summary.replaceAll("'", "\\'")}'`,
      ...flags.map(
        (flag) =>
          `complete -c blkcheck -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}`,
      ),
    ])
    .map((line) => `${line}\n`)
    .join('');

const scripts: Readonly<Record<(typeof shells)[number], Script>> = { bash, zsh, fish };
