export interface FlagGroup {
  readonly heading: string;
  readonly flags: readonly Flag[];
}

/** Whether a flag is given once or often is for its parser: it gets what came before. */
export interface Flag {
  readonly syntax: string;
  readonly help: string;
  readonly parse?: (text: string, previous: never) => unknown;
}

/** Which workloads, and what happens to them. */
