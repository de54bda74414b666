import { element } from '../libvirt/synthetic.js';
import { readCommands } from '../shell/commands.js';
import { noVariables } from '../shell/reading.js';
import type { Word } from '../shell/word.js';
import type { Element } from '../xml/element.js';

interface GivenArguments {
  readonly words: readonly Word[];
  /** Why they are not all; '' where they are. */
  readonly error: string;
}

/** `--qemu-commandline`: what QEMU is given behind libvirt's back. */
export function argumentsOf({ text }: Word): GivenArguments {
  if (/^(env|clearxml)=/.test(text)) return { words: [], error: '' };
  const dialect = { operators: false, specifiers: false, variables: noVariables };
  const { commands, error } = readCommands(text.replace(/^args=/, ''), dialect);
  return {
    words: commands.flatMap(({ words }) => words),
    error:
      error === null ? '' : `the command line of QEMU is read up to a mistake: ${error.message}`,
  };
}

export function argumentElements(value: Word): readonly Element[] {
  const { start, end } = value;
  const span = { start, end };
  return argumentsOf(value).words.map(({ text }) =>
    element('qemu:arg', span, { value: { value: text, span } }),
  );
}
