import { compileScenario } from '../../src/scenario/compile.js';
import { scenarioOf, scriptOf } from './files.js';

/** A scenario around some steps: `a` has four elements, `b` is one of two sectors. */
export function around(steps: string, rest = ''): string {
  return `blkcheck: scenario/1
name: test
suite: completion
summary: A test.
models: A test.
disk: { sectors: 16 }
parameters: { n: { default: 2, min: 0, max: 1000000 } }
regions: { a: { at: 0, sectors: 1, count: 4 }, b: { at: 8, sectors: 2 } }
${rest}
steps:
${steps}
`;
}

export const compiled = (steps: string, rest = '', draws: number[] = [], n = 2) =>
  scriptOf(scenarioOf(around(steps, rest)), { n }, draws);

export function problems(steps: string, rest = '', n = 2): string {
  const result = compileScenario(scenarioOf(around(steps, rest)), { n }, []);
  if ('script' in result) return '';
  return result.diagnostics
    .map(({ line, column, message }) => `${line}:${column} ${message}`)
    .join('\n');
}
