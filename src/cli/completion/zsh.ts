import type { CompletedCommand } from './completed.js';
import { flagCases } from './flag-cases.js';

/** A file for `fpath`, or one that is sourced behind `compinit`. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const flags = commands.map(
    ({ name, flags: own }) =>
      `      ${name}) offered=(${own.map((flag) => flag.name).join(' ')}) ;;`,
  );
  const values = flagCases(commands).map(({ patterns, values: own, isList }) => {
    const pattern = patterns.map((each) => `'${each}'`).join('|');
    return `      ${pattern}) offered=(${own.join(' ')}) files=''${isList ? ' list=1' : ''} ;;`;
  });
  const words = commands
    .filter((command) => command.words.length > 0)
    .map(({ name, words: own, takesFiles }) => {
      return `      '${name} '*) offered=(${own.join(' ')})${takesFiles ? '' : " files=''"} ;;`;
    });
  return `#compdef blkcheck
_blkcheck() {
  local word="\${words[CURRENT]}" flag="\${words[CURRENT-1]}" files=1 list=''
  local -a offered
  if [[ "$word" == --*=* ]]; then flag="\${word%%=*}"; compset -P '*='; word="\${word#*=}"; fi
  if (( CURRENT == 2 )); then offered=(${commands.map(({ name }) => name).join(' ')}) files=''
  elif [[ "$word" == -* ]]; then
    case "\${words[2]}" in
${flags.join('\n')}
    esac
    files=''
  else
    case "\${words[2]} $flag" in
${values.join('\n')}
      *' --'*) ;;
${words.join('\n')}
    esac
  fi
  if [[ -n "$list" ]]; then compset -P '*,'; compadd -S '' -a offered
  else compadd -a offered; fi
  [[ -z "$files" ]] || _files
}
compdef _blkcheck blkcheck
`;
}
