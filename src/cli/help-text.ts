import { exitStatuses } from '../run/exit-code.js';

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

/** Stands last in every `--help`, where the end of the text is what one sees first. */
export function exitStatusTable(): string {
  const rows = exitStatuses.map(
    ({ code, sentence }) => `  ${String(code).padStart(3)}  ${sentence}`,
  );
  return `\nExit status (where several apply: 70, 130, 2, 1, 3, 0):\n${rows.join('\n')}`;
}
