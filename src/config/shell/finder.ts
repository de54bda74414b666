import type { Command, ScriptError } from './reading.js';

/** How calls of a program are told from all other commands of a text. */
export interface ProgramFinder<Call> {
  /** The part of a command that is the program's; null where it starts something else. */
  readonly callOf: (command: Command) => Call | null;
  /** Where a call ends, so that its continuations are not looked at again. */
  readonly endOf: (call: Call) => number;
  /** In a page of prose: what stands before a call in its line. */
  readonly lineStart: RegExp;
  /** The first word of a text that is a script although it does not say so. */
  readonly isScriptWord: (word: string) => boolean;
}

export interface FoundCalls<Call> {
  readonly calls: readonly Call[];
  readonly error: ScriptError | null;
}
