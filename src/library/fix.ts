import type { DefinitionsFixResult, FixResult } from '../model/fix-result.js';
import { type ChangeOptions, runFix } from '../run/fix/fix.js';
import { runFixDefinitions } from '../run/fix/fix-definitions.js';
import { checkedOptions } from './check-options.js';
import { configOptionsOf } from './config-options.js';
import type {
  ChangeSearchOptions,
  FixDefinitionsOptions,
  FixStackOptions,
} from './definition-options.js';
import { fixDefinitionsEntries, fixEntries } from './option-schemas.js';
import { inOptionWords } from './option-words.js';
import { siteAssumptions } from './site-assumptions.js';

function changeOptionsOf(options: ChangeSearchOptions): ChangeOptions {
  return { ...options, diskClass: options.diskClass ?? 'hdd-7200' };
}

/** of-stacks.ts says what it does, and loads it. */
export async function fix(options: FixStackOptions): Promise<FixResult> {
  const { stack, faults, ...change } = checkedOptions(fixEntries, options, ['stack']);
  const named = faults === undefined ? {} : { faults };
  const work = () => runFix({ stack, ...named, ...changeOptionsOf(change) });
  return (await inOptionWords(work)).result;
}

/** of-definitions.ts says what it does, and loads it. */
export async function fixDefinitions(
  options: FixDefinitionsOptions,
): Promise<DefinitionsFixResult> {
  const checked = checkedOptions(fixDefinitionsEntries, options, ['definitions']);
  const { definitions, only, inputFormat, qemu, siteFile, storageFile, ignoreUnknown, ...others } =
    checked;
  const { onProgress = () => undefined, ...change } = others;
  const { result, read, subjects } = await inOptionWords(async () =>
    runFixDefinitions({
      configs: configOptionsOf(checked),
      change: changeOptionsOf(change),
      onProgress,
    }),
  );
  const assumptions = [...result.assumptions, ...siteAssumptions({ subjects, read })];
  return { ...result, assumptions };
}
