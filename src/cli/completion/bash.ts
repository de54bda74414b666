import type { CompletedCommand } from './completed.js';
import { flagCases } from './flag-cases.js';

/**
 * Words of COMP_WORDBREAKS are words by themselves, so that `--cache=none` is three. A name of which no word
 * begins so is one of a file: `complete -o default`.
 */
export function bashScript(commands: readonly CompletedCommand[]): string {
  return `_blkcheck() {
  local word="\${COMP_WORDS[COMP_CWORD]}" flag="\${COMP_WORDS[COMP_CWORD-1]}" words='' list=''
  if [ "$word" = = ]; then word=''
  elif [ "$flag" = = ]; then flag="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$COMP_CWORD" -eq 1 ]; then words='${commands.map(({ name }) => name).join(' ')}'
  elif [ "\${word:0:1}" = - ]; then
    case "\${COMP_WORDS[1]}" in
${lines(commands, ({ name, flags }) => `${name}) words='${flags.map((flag) => flag.name).join(' ')}' ;;`)}
    esac
  else
    case "\${COMP_WORDS[1]} $flag" in
${flagCases(commands)
  .map(({ patterns, values, isList }) => {
    const pattern = patterns.map((each) => `'${each}'`).join('|');
    return `      ${pattern}) words='${values.join(' ')}'${isList ? ' list=1' : ''} ;;`;
  })
  .join('\n')}
      *' --'*) ;;
${lines(
  commands.filter((command) => command.words.length > 0),
  (command) => `'${command.name} '*) words='${command.words.join(' ')}' ;;`,
)}
    esac
  fi
  local before=''
  if [ -n "$list" ]; then before="\${word%"\${word##*,}"}"; compopt -o nospace 2>/dev/null; fi
  COMPREPLY=($(compgen -P "$before" -W "$words" -- "\${word#"$before"}"))
}
complete -o default -F _blkcheck blkcheck
`;
}

const lines = (
  commands: readonly CompletedCommand[],
  of: (command: CompletedCommand) => string,
): string => commands.map((command) => `      ${of(command)}`).join('\n');
