import { lstatSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';

interface Named {
  readonly path: string;
  /** By the user, not found in a folder. */
  readonly isNamed: boolean;
}

/**
 * A file that is named twice, beside its folder, or by a symbolic link is one, as libvirt's
 * `autostart/db01.xml`, which leads to `db01.xml`. It has the path that is no link.
 */
export function eachOnce<Input extends Named>(inputs: readonly Input[]): readonly Input[] {
  const found = new Map<string, Input>();
  for (const input of inputs) {
    const real = realPath(input.path);
    const other = found.get(real);
    const isNamed = input.isNamed || other?.isNamed === true;
    const isBetter = other === undefined || directnessOf(input, real) > directnessOf(other, real);
    found.set(real, { ...(isBetter ? input : other), isNamed });
  }
  return [...found.values()];
}

/** What has none, such as a pipe, is what it is called. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return resolve(path);
  }
}

/** A link to a file says the least of where it lies, then a file below a folder that is a link. */
function directnessOf({ path, isNamed }: Named, real: string): number {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  const isReal = resolve(path) === real;
  return (isLink ? 0 : 4) + (isReal ? 2 : 0) + (isNamed ? 1 : 0);
}
