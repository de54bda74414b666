/**
 * A file of the package, by its path in it.
 *
 * Only a module of this folder can tell: the compiled sources and the joined command
 * (docs/decisions/0015-the-command-is-joined.md) both have it two folders below the package.
 */
export function inPackage(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}

/** A file that the build makes, seen from the folder that the running code is in. */
export function inBuild(path: string): URL {
  return new URL(path, import.meta.url);
}
