/** A word as a shell reads it back. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line that a user can copy: whoever came through npx has no `blkcheck` in the path. */
export function selfCommand(words: readonly string[]): string {
  const start = process.env['npm_command'] === 'exec' ? 'npx blkcheck' : 'blkcheck';
  return [start, ...words.map(quoted)].join(' ');
}
