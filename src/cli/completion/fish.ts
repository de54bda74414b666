import type { CompletedCommand, CompletedFlag } from './completed.js';

export function fishScript(commands: readonly CompletedCommand[]): string {
  return commands
    .flatMap((command) => [
      `complete -c blkcheck -n __fish_use_subcommand -f -a ${command.name} -d '${quoted(command.summary)}'`,
      ...command.flags.map((flag) => `${of(command)} -l ${flag.name.slice(2)}${argumentOf(flag)}`),
      ...wordsOf(command),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

const quoted = (text: string): string => text.replaceAll("'", "\\'");

const of = ({ name }: CompletedCommand): string =>
  `complete -c blkcheck -n '__fish_seen_subcommand_from ${name}'`;

function argumentOf({ takesValue, values, isList }: CompletedFlag): string {
  if (!takesValue) return '';
  if (values.length === 0) return ' -r';
  const names = values.join(' ');
  return isList ? ` -x -a '(__fish_append , ${names})'` : ` -x -a '${names}'`;
}

function wordsOf(command: CompletedCommand): readonly string[] {
  if (command.words.length === 0) return [];
  const noFiles = command.takesFiles ? '' : ' -f';
  return [`${of(command)}${noFiles} -a '${command.words.join(' ')}'`];
}
