import type { Script, VersionId } from '../../model/script.js';

/** A write in a sentence: `write log[2]` with its number, or what was there before the script. */
export function describe(script: Script, version: VersionId): string {
  if (version === 0) return 'what was there before';
  const operation = script.operations.find(({ id }) => id === version);
  return `${operation?.label ?? 'a write'} (operation ${version})`;
}

/** What is wrong where an order is broken; `why` says what ties the two. */
export function thereWithout(
  script: Script,
  there: VersionId,
  missing: VersionId,
  why: string,
): string {
  return `${describe(script, there)} is there, and ${describe(script, missing)}, ${why}, is not`;
}
