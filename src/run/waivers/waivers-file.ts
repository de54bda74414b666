import { existsSync } from 'node:fs';
import type { Waiver } from '../../model/waiver.js';

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
