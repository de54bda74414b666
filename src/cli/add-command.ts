import { type Command, Option } from 'commander';
import type { FlagGroup } from './flag.js';
import { type Ends, exitStatusTable } from './help-text.js';

export function addCommand(
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

export function addFlags(command: Command, groups: readonly FlagGroup[]): void {
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
