import { limits } from '../limits.js';
import { foreign, type ReadContext, type Reader, type ReadResult } from '../reader.js';
import { mistakeIn, type SyntaxParser } from '../syntax.js';
import { diagnosticAt, type SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import { readVagrantMachine } from './machine.js';
import { readProgram } from './program.js';

/** A Vagrantfile is a program: what it sets to literals is known, and all else is named. */
export function vagrantReader(parser: SyntaxParser): Reader {
  return (source: SourceText, context: ReadContext): ReadResult => {
    if (source.text.length > limits.rubyLength) {
      const message = `Ruby of more than ${limits.rubyLength} characters`;
      return { diagnostics: [diagnosticAt(source, { start: 0, end: 1 }, message)] };
    }
    return parser(source.text, (root) => {
      const mistake = root.hasError ? mistakeIn(root) : null;
      if (mistake !== null) {
        return { diagnostics: [diagnosticAt(source, mistake, 'not valid Ruby')] };
      }
      const program = readProgram(root);
      const { global, machines } = program;
      const isConfigured =
        global.settings.length > 0 || machines.some((each) => each.settings.length > 0);
      if (!isConfigured && !global.box && machines.length === 0) {
        const message = 'no machine of Vagrant is found here';
        return foreign(source, message);
      }
      return readMachines(source, context, {
        format: 'vagrant',
        machines: machines.length === 0 ? [null] : machines,
        read: (machine) => readVagrantMachine(source, machine, program, context),
        assumptions: [{ key: 'box', value: 'one disk', by: 'the box is not here' }],
      });
    });
  };
}
