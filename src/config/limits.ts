/**
 * A VM's definition is somebody else's text: everything that it can make large has a limit, and
 * reaching one is a diagnostic that gives the number.
 */
export const limits = {
  /** Characters of one file. */
  textLength: 16 * 1_048_576,
  /** Characters of one YAML text, which takes ten times as long to read as XML. */
  yamlLength: 4 * 1_048_576,
  /** Line ends, colons, commas, dashes and brackets of one YAML text. */
  yamlMarks: 300_000,
  /** Characters of one HCL text, whose parser takes longer the more is open at once. */
  hclLength: 262_144,
  /** Characters of one text of Ruby. */
  rubyLength: 262_144,
  /** Elements, collections or brackets inside one another. */
  depth: 64,
  /** Values of a JSON text. */
  values: 500_000,
  /** Elements and attributes of an XML text. */
  xmlNodes: 1_000_000,
  aliases: 100,
  /** Attributes of one XML element. */
  attributes: 256,
  /** Words of all commands of a script. */
  words: 200_000,
  /** Characters of one word, and words of one array: variables can double each other. */
  wordLength: 262_144,
  arrayWords: 20_000,
  /** -drive, -device and the like of one command line. */
  groups: 20_000,
  /** Controllers of one machine; a PCI bus has fewer functions. */
  controllers: 512,
  /** Options of one -drive, -device or the like. */
  options: 10_000,
  /** Options of all -drive, -device and the like of one command line together. */
  optionsOfAll: 500_000,
  /** Nodes of a block graph that one disk is followed through. */
  nodes: 64,
  /** Of one machine. */
  disks: 10_000,
  /** Machines, disks and skipped drives of one file. */
  disksOfFile: 20_000,
  /** Of one machine as a whole. */
  notes: 1_000,
  /** Texts that one template may become, and characters of all of them together. */
  branches: 64,
  branchLength: 262_144,
  /** Mistakes shown of one file. */
  diagnostics: 50,
} as const;
