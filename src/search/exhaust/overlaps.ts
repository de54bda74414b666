import { type Script, writingKinds } from '../../model/script.js';

/** Whether two writes to one sector may be in flight together, as far as the script says. */
export function mayOverlap({ overlapDeclared, operations }: Script): boolean {
  if (!overlapDeclared) return false;
  const writes = operations.filter(({ kind }) => writingKinds.has(kind));
  let end = 0;
  for (const { lba, sectorCount } of writes.sort((a, b) => a.lba - b.lba)) {
    if (lba < end) return true;
    end = lba + sectorCount;
  }
  return false;
}
