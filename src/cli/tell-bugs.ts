/** What an exit status of 70 is about. */
export function tellBugs(bugs: readonly string[]): void {
  for (const bug of bugs)
    process.stderr.write(`blkcheck: this is a bug of blkcheck, please report it: ${bug}\n`);
}
