import type { DefinitionsFixResult } from '../model/fix-result.js';
import type { GateResult } from '../model/gate-result.js';
import type { DefinitionsBaseline } from './baseline-definitions.js';
import type {
  CheckOptions,
  DefinitionOptions,
  ExplainDefinitionsOptions,
  FixDefinitionsOptions,
} from './definition-options.js';
import type { DefinitionsExplained } from './explain.js';
import type { Definitions } from './read-definitions.js';

/**
 * Reads definitions of virtual machines, as `blkcheck config` does: every disk with its settings, where each
 * comes from, and what the site's file says of what lies below QEMU.
 *
 * @param options - what to read; {@link DefinitionOptions} has the defaults
 * @returns plain data; a setting that the file leaves open is a {@link Fact} with the values that it may have
 * @throws {@link UsageError} with all mistakes of all files, and where no definition is found
 *
 * @public
 */
export async function readDefinitions(options: DefinitionOptions): Promise<Definitions> {
  const library = await import('./read-definitions.js');
  return library.readDefinitions(options);
}

/**
 * Judges every disk of definitions, as `blkcheck run vm.xml` does: with the site's file, with waivers, and
 * compared with another state of the files where `base` is one. It writes no files and prints nothing.
 *
 * WARNING: a result is no exception, however bad it is. Look at `summary.exitCode`, which is 0 only where
 * every disk is safe or waived (or `failOn` says otherwise).
 *
 * @param options - what to judge, and how; {@link CheckOptions} has the defaults
 * @returns the object that reporters print, with whole findings and configurations
 * @throws {@link UsageError} for mistakes in options, definitions, the site's file, waivers or a baseline, all of
 * a kind together, for a baseline of which something else was examined, and where there is no disk. Nothing was run
 * then.
 *
 * @example
 * ```ts
 * const { disks } = await checkDefinitions({ definitions: ['vms'], base: 'origin/main' });
 * for (const { id, verdict, findings } of disks) console.log(id, verdict, findings[0]?.change ?? '');
 * ```
 *
 * @public
 */
export async function checkDefinitions(options: CheckOptions): Promise<GateResult> {
  const library = await import('./check-definitions.js');
  return library.checkDefinitions(options);
}

/**
 * Judges every disk of definitions, as `checkDefinitions` does, and gives what a later run is compared with: a
 * baseline, as `blkcheck run vm.xml --write-base FILE` writes it. It writes no files and prints nothing.
 *
 * With `base`, a baseline only ever gets better: none is given while a disk is worse, waived or not.
 *
 * @param options - what to judge, and how; {@link CheckOptions} has the defaults. A baseline is of all disks: `only`
 * and `timeSeconds` are mistakes, and so are definitions that leave out a disk of the baseline that is `base`
 * @returns the result, with the text of the baseline or why there is none; whoever reads it may give it as
 * `base: { name, text }`
 * @throws {@link UsageError} for all that `checkDefinitions` throws it for, for definitions that leave out a disk, and
 * for two files that would have one name in the baseline. Nothing was run then.
 *
 * @example
 * ```ts
 * const { text } = await baselineDefinitions({ definitions: ['vms'] });
 * const base = { name: 'yesterday', text };
 * const { comparison } = await checkDefinitions({ definitions: ['vms'], base });
 * ```
 *
 * @public
 */
export async function baselineDefinitions(options: CheckOptions): Promise<DefinitionsBaseline> {
  const library = await import('./baseline-definitions.js');
  return library.baselineDefinitions(options);
}

/**
 * Looks for what makes each disk of definitions safe, cheapest first, and proves it, as `blkcheck fix vm.xml`
 * does: disks that are alike have one answer.
 *
 * @param options - what to change; {@link FixDefinitionsOptions} has the defaults
 * @returns the object that `blkcheck fix --json` prints
 * @throws {@link UsageError} for mistakes in options, definitions or the site's file, and where there is no disk
 *
 * @public
 */
export async function fixDefinitions(
  options: FixDefinitionsOptions,
): Promise<DefinitionsFixResult> {
  const library = await import('./fix.js');
  return library.fixDefinitions(options);
}

/**
 * Says what the disks of definitions promise, as `blkcheck explain vm.xml` does: disks that are alike together.
 * Nothing is run for it.
 *
 * @param options - what to explain; {@link ExplainDefinitionsOptions} has the defaults
 * @returns what the layers say, as data
 * @throws {@link UsageError} for mistakes in options, definitions or the site's file, and where there is no disk
 *
 * @public
 */
export async function explainDefinitions(
  options: ExplainDefinitionsOptions,
): Promise<DefinitionsExplained> {
  const library = await import('./explain.js');
  return library.explainDefinitions(options);
}
