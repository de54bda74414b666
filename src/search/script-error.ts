import type { Diagnostic } from '../model/diagnostic.js';

/** A scenario that does not compile with these parameters: the user's mistake, not ours. */
export class ScriptError extends Error {
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join('; '));
    this.name = 'ScriptError';
  }
}
