import { setFlagsFromString } from 'node:v8';

/**
 * What V8 is told before anything runs; '' for nothing. Node 20 optimizes a function after 66 KiB of
 * its bytecode, four to eight times as early as the V8 of Node 22 and 24: most runs of this command end
 * before that has paid, having optimized much of it twice. docs/decisions/0014-when-v8-optimizes.md.
 *
 * @param nodeVersion - as in `process.versions.node`
 */
export function optimizerFlag(nodeVersion: string): string {
  // Later ones do not know the flag, and would say so on standard error.
  return nodeVersion.startsWith('20.') ? '--interrupt-budget=528000' : '';
}

/** For this thread, and for the workers that are started after it. */
export function delayOptimizer(): void {
  const flag = optimizerFlag(process.versions.node);
  if (flag !== '') setFlagsFromString(flag);
}
