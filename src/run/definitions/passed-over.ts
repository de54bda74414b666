/**
 * Folders that hold no definitions of the user's, unless one is named: what git, npm and blkcheck keep, and
 * what `terraform init` copies.
 */
export const passedOver: ReadonlySet<string> = new Set([
  '.git',
  'node_modules',
  '.terraform',
  '.blkcheck',
]);

/** Whether a file lies in one of these. */
export const isPassedOver = (path: string): boolean =>
  path
    .split('/')
    .slice(0, -1)
    .some((folder) => passedOver.has(folder));
