import { type ExitCode, exitStatuses } from '../run/exit-code.js';

export const summary = 'where is each write when the power goes?';

/** What `blkcheck` alone prints: ten lines. */
export const bareHelp = `blkcheck: ${summary}
Usage: blkcheck <command> [options]; \`blkcheck <command> --help\` tells more
  run [files...]   begin here: every frontend and cache mode;
                   \`blkcheck run vm.xml\` checks the disks of that machine
  config [files]   the disks that VM definitions make, with every setting
  init             a blkcheck.config.yaml and a CI job for this repository
  replay FILE      see a finding again, on any machine
  explain WHAT     what a rule or a stack means; \`fix STACK\`: the nearest safe
  matrix           exactly when a stack is unsafe
  list [topic]     everything that can be named on the command line
`;

/** One sentence and three examples; the lines that start with blanks are not wrapped. */
export function describe(sentence: string, examples: readonly string[]): string {
  return `${sentence}\n\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`;
}

/** What a command ends with: a verdict, the same finding again, or only what it printed. */
export type Ends = 'verdict' | 'replay' | 'text';

/** '' for the usual sentence; what a command never ends with is not there. */
const sentences: Readonly<Record<Ends, Partial<Record<ExitCode, string>>>> = {
  verdict: { 0: '', 1: '', 2: '', 3: '', 70: '', 130: '' },
  replay: {
    1: 'the finding, again',
    2: 'usage error, or no replay',
    3: 'not reproduced: another version of blkcheck recorded it',
    70: 'not reproduced: a bug of blkcheck',
  },
  text: { 0: 'done', 2: 'usage error, or a mistake in a file', 70: '' },
};

/** Stands last in every `--help`, where the end of the text is what one sees first. */
export function exitStatusTable(ends: Ends = 'verdict'): string {
  const rows = exitStatuses
    .filter(({ code }) => code in sentences[ends])
    .map(({ code, sentence }) => {
      const own = sentences[ends][code] || sentence;
      return `  ${String(code).padStart(3)}  ${own}`;
    });
  const order = ends === 'verdict' ? ' (where several apply: 70, 130, 2, 1, 3, 0)' : '';
  return `\nExit status${order}:\n${rows.join('\n')}`;
}
