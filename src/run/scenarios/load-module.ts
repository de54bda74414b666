import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isDefinedScenario, type ScenarioModule } from '../../scenario/defined.js';
import { fileError, UsageError } from '../usage-error.js';

export function isModuleFile(file: string): boolean {
  return ['.js', '.mjs'].includes(extname(file));
}

/**
 * Executes a module that was named on the command line, for the scenario that it exports.
 *
 * @throws UsageError for a module that fails, or exports no scenario.
 */
export async function loadModule(file: string): Promise<ScenarioModule> {
  const exported = await defaultExportOf(file);
  if (isDefinedScenario(exported)) return exported;
  const help = "export default defineScenario({ ... }), from the package 'blkcheck'";
  throw fileError(file, 'the module has no scenario as its default export', help);
}

async function defaultExportOf(file: string): Promise<unknown> {
  if (!existsSync(file)) throw fileError(file, 'cannot read the file: no such file or directory');
  try {
    const module: { readonly default?: unknown } = await import(pathToFileURL(resolve(file)).href);
    return module.default;
  } catch (error) {
    if (hasDiagnostics(error)) {
      throw new UsageError(error.diagnostics.map((diagnostic) => ({ ...diagnostic, file })));
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw fileError(file, `the module fails: ${reason}`);
  }
}

/** A ScenarioError, which may come from the module's own copy of blkcheck. */
function hasDiagnostics(
  error: unknown,
): error is Error & { readonly diagnostics: readonly Diagnostic[] } {
  return error instanceof Error && error.name === 'ScenarioError' && 'diagnostics' in error;
}
