import { existsSync } from 'node:fs';
import type { Waiver } from '../../model/waiver.js';
import type { ReadConfigs } from '../definitions/read-configs.js';
import { mayWaive } from './may-waive.js';

const waiversFileName = 'blkcheck.waivers.yaml';

/**
 * The waivers of the file that was named, or of this folder's; none where there is no file.
 *
 * @throws UsageError with all mistakes of the file.
 */
export async function loadWaivers(named: string): Promise<readonly Waiver[]> {
  const file = named === '' ? waiversFileName : named;
  if (named === '' && !existsSync(file)) return [];
  const { readWaivers } = await import('./read-waivers.js');
  return readWaivers(file);
}

/**
 * The waivers that stand in definitions; what reads them is loaded where there are any.
 *
 * @throws UsageError with all that lack something.
 */
export async function loadCommentWaivers(read: ReadConfigs): Promise<readonly Waiver[]> {
  if (![...read.texts.values()].some(mayWaive)) return [];
  const { commentWaivers } = await import('./waiver-comments.js');
  return commentWaivers(read);
}
