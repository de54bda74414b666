/** From what was run to what nobody looked up: each is weaker than the one before. */
const confidences = ['measured', 'read', 'inferred', 'memory'] as const;

/**
 * How well a fact is known. `measured`: the program was run. `read`: its source, or what its authors say, was.
 * `inferred`: it follows from what was. `memory`: none of these.
 */
export type Confidence = (typeof confidences)[number];

/** What every row of the catalogue says of itself. */
export interface Known {
  /** Where the fact is known from. */
  readonly source: string;
  /** How well it is known. */
  readonly confidence: Confidence;
}

const marks: Readonly<Record<Confidence, string>> = {
  measured: '',
  read: '',
  inferred: 'inferred',
  memory: 'from memory',
};

/** '' for what was run or read. */
export function markOf(confidence: Confidence): string {
  return marks[confidence];
}

/** The source, with a mark where it is not known first-hand; a source that ends with it has it already. */
export function sourceWords({ source, confidence }: Known): string {
  const mark = markOf(confidence);
  return mark === '' || source.endsWith(mark) ? source : `${source}; ${mark}`;
}

/** No chain is better known than its weakest link. */
export function weakest(known: readonly Confidence[]): Confidence {
  return confidences.findLast((each) => known.includes(each)) ?? 'inferred';
}
