import type { Command, ShellError } from './reading.js';

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
  readonly error: ShellError | null;
}

const blank = '[\\s>$#%*`@]*';
const keyword = String.raw`CMD|ENTRYPOINT|RUN|(?:[\w.]+\.)?(?:command|entrypoint|run|cmd|script|shell|raw):`;
const item = String.raw`-[ \t]+(?=\S+[ \t]+\S)`;
const runner = String.raw`sudo\s+|env\s+|exec\s+`;

/**
 * What stands before a call in a line of a page, of a Dockerfile or of a document, as in
 * `- ansible.builtin.shell: sudo qemu-kvm`.
 *
 * @param program - its names, as a pattern
 */
export const lineStartOf = (program: string): RegExp =>
  new RegExp(
    `^${blank}(?:${item})?(?:(?:${keyword})\\s+)?(?=(${runner})?[\\w./~\${}-]*(${program})\\s)`,
    'gm',
  );
