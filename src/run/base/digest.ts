import { createHash } from 'node:crypto';

/** Long enough that no two texts of one file have the same. */
const digits = 16;

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
