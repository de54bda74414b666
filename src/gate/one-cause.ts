import type { GateFinding } from '../model/gate-result.js';

/** What is found of a disk. */
interface Causes {
  /** Findings of the definition itself. */
  readonly own: readonly GateFinding[];
  readonly proved: readonly GateFinding[];
}

/** Errors that one setting hides are one cause, with what comes of it where that was run. */
export function asOneCause(
  definition: readonly GateFinding[],
  proved: readonly GateFinding[],
): Causes {
  return {
    own: definition.filter((each) => !proved.some((other) => isProvedBy(each, other))),
    proved: proved.map((each) => withDefinition(each, definition)),
  };
}

function isProvedBy({ rule, at }: GateFinding, proved: GateFinding): boolean {
  const { file, line, column } = proved.at;
  const isHere = at.file === file && at.line === line && at.column === column;
  return rule === 'write-errors-ignored' && proved.rule === 'BLK019' && isHere;
}

/**
 * What hides errors fails by itself, as it does where nothing came of it: all that comes of it may have failed
 * before by another rule.
 */
function withDefinition(proved: GateFinding, definition: readonly GateFinding[]): GateFinding {
  if (!definition.some((each) => isProvedBy(each, proved))) return proved;
  return { ...proved, failures: [proved.rule, ...proved.failures].sort() };
}
