/**
 * A scenario file is somebody else's text: everything that it can make large has a limit, and
 * reaching one is a diagnostic that gives the number, never a slow run or an exhausted stack.
 */
export const limits = {
  /** Characters of a scenario file. */
  textLength: 1_048_576,
  /** Collections inside one another in the file, which bounds every recursion over it. */
  depth: 64,
  /** Values of the file, each use of an alias counted again. */
  values: 250_000,
  aliases: 100,
  expressionLength: 200,
  expressionDepth: 20,
  /** 512 MiB: room for any pattern of writes, and small enough for one array per sector. */
  diskSectors: 1_048_576,
  regions: 256,
  elements: 100_000,
  parameters: 32,
  operations: 100_000,
  threads: 1_024,
  /** Steps looked at while a script is made, so that loops which emit nothing end too. */
  steps: 1_000_000,
  /** Sectors written, summed over all operations. */
  sectorsWritten: 16_777_216,
  /** Ranges named by acknowledgements and orderings, summed over the script. */
  requirements: 1_000_000,
  /** Mistakes shown of one file. */
  diagnostics: 50,
} as const;
