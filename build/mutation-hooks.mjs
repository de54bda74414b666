// Lets mocha run tests that were written for Vitest: Stryker keeps mocha in one warm process for all
// mutants, where Vitest would start a thread and load every module again for each.
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  register(import.meta.url);
  // Of what is drawn at random only a little, always the same.
  const { env } = process;
  env.BLKCHECK_SCRIPTS ??= '50';
  env.BLKCHECK_PAIRS ??= '60';
  env.BLKCHECK_CONFIGURATIONS ??= '20';
}

const folder = '/test/';

/** @type {import('node:module').ResolveHook} */
export function resolve(specifier, context, next) {
  if (specifier !== 'vitest') return next(specifier, context);
  const { parentURL = '' } = context;
  const root = parentURL.slice(0, parentURL.lastIndexOf(folder));
  return next(`${root}/test/mutation/vitest.js`, context);
}
