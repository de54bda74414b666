/**
 * A VM's definition is somebody else's text: everything that it can make large has a limit, and
 * reaching one is a diagnostic that gives the number.
 */
export const limits = {
  /** Characters of one file. */
  textLength: 32 * 1_048_576,
  /** Elements, collections or brackets inside one another. */
  depth: 64,
  /** Values of a YAML or JSON text, each use of an alias counted again. */
  values: 1_000_000,
  aliases: 100,
  /** Attributes of one XML element. */
  attributes: 256,
  /** Words of all commands of a script. */
  words: 500_000,
  /** Options of one -drive, -device or the like. */
  options: 10_000,
  /** Nodes of a block graph that one disk is followed through. */
  nodes: 64,
  disks: 100_000,
  /** Mistakes shown of one file. */
  diagnostics: 50,
} as const;
