import { assignedCommands } from './assigned.js';
import { readCommands } from './commands.js';
import { type Body, writtenScripts } from './heredoc.js';
import { innerCommands } from './inner.js';
import { type Command, noVariables, type ShellScript, shell } from './reading.js';
import { isUnit } from './unit.js';
import { scriptVariables } from './variables.js';

/** How far scripts that scripts write are followed. */
const depthMax = 3;

/**
 * All commands of a script: its own, those within words, and those of scripts that it writes or hands to
 * a shell.
 *
 * @param isProgram - whether a word is the program that is looked for
 * @param functions - what is read of them: what each call runs, or what is written, in its order
 */
export function scriptCommands(
  text: string,
  isProgram: (word: string) => boolean,
  functions: 'as called' | 'as written',
): ShellScript {
  const variables = scriptVariables(text);
  const { commands: own, error } = readCommands(text, { ...shell, variables });
  const commands = functions === 'as called' ? variables.replaced(own) : own;
  const whole = { from: 0, to: text.length };
  const written = writtenCommands(text, isProgram, whole, depthMax);
  return { commands: [...withInner(text, commands, isProgram), ...written], error };
}

function withInner(
  text: string,
  commands: readonly Command[],
  isProgram: (word: string) => boolean,
): readonly Command[] {
  return [
    ...commands,
    ...innerCommands(text, commands, isProgram),
    ...assignedCommands(text, commands, isProgram),
  ];
}

function writtenCommands(
  text: string,
  isProgram: (word: string) => boolean,
  around: Pick<Body, 'from' | 'to'>,
  depth: number,
): readonly Command[] {
  if (depth === 0) return [];
  return writtenScripts(text, around).flatMap((body) => {
    const { from, to } = body;
    if (isUnit(text.slice(from, to))) return [];
    const { commands } = readCommands(text, { ...shell, variables: noVariables }, from, to);
    return [
      ...withInner(text, commands, isProgram),
      ...writtenCommands(text, isProgram, body, depth - 1),
    ];
  });
}
