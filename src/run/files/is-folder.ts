import { statSync } from 'node:fs';

/** False also where there is nothing, or nothing that may be looked at. */
export function isFolder(name: string): boolean {
  try {
    return statSync(name).isDirectory();
  } catch {
    return false;
  }
}
