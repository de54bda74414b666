// A plugin of Stryker: of all mutants, only those that are drawn are run. Each is drawn by itself, from the
// seed and from what it is, so that a seed means the same mutants again as long as the code is the same.
import { createHash } from 'node:crypto';

const kinds = { checker: 'Checker', reporter: 'Reporter' };

/** Where a mutant is and what it does, in one line. */
export function nameOf({ fileName, location, mutatorName, replacement }) {
  const { start, end } = location;
  const file = fileName.slice(fileName.lastIndexOf('/src/') + 1);
  const place = `${file}:${start.line}:${start.column}-${end.line}:${end.column}`;
  return `${place} ${mutatorName}: ${replacement.replace(/\s+/g, ' ')}`;
}

/** Its place in the order in which mutants are run, which has nothing to do with where they are. */
export const lotOf = (mutant, seed) =>
  createHash('sha256')
    .update(`${seed} ${nameOf(mutant)}`)
    .digest()
    .readUInt32BE();

function isDrawn(mutant, { seed, oneIn, among }) {
  if (among !== null) return among.includes(nameOf(mutant));
  return lotOf(mutant, seed) % oneIn === 0;
}

function inRandomOrder(mutants, { seed }) {
  return [...mutants].sort((a, b) => lotOf(a, seed) - lotOf(b, seed));
}

/** A checker's lines and columns count from 0, those of a result from 1. */
function asInResult(mutant) {
  const { start, end } = mutant.location;
  const next = ({ line, column }) => ({ line: line + 1, column: column + 1 });
  return { ...mutant, location: { start: next(start), end: next(end) } };
}

function makeChecker(options) {
  const verdict = (mutant) =>
    isDrawn(mutant, options.mutationSample)
      ? { status: 'passed' }
      : { status: 'compileError', reason: 'not drawn' };
  return {
    init: async () => {},
    group: async (mutants) =>
      inRandomOrder(mutants.map(asInResult), options.mutationSample).map(({ id }) => [id]),
    check: async (mutants) =>
      Object.fromEntries(mutants.map((mutant) => [mutant.id, verdict(asInResult(mutant))])),
  };
}
makeChecker.inject = ['options'];

const missed = ['Survived', 'NoCoverage'];

/** What was tested until now. */
export const tested = [];

/** A survivor is shown at once: a run that is stopped has not been for nothing. */
const reporter = {
  onMutantTested: (result) => {
    tested.push(result);
    if (missed.includes(result.status))
      console.log(`${result.status} ${nameOf(result).slice(0, 150)}`);
  },
};

export const strykerPlugins = [
  { kind: kinds.checker, name: 'draw', factory: makeChecker },
  { kind: kinds.reporter, name: 'survivors', value: reporter },
];

export const strykerValidationSchema = {
  properties: { mutationSample: { type: 'object' } },
};
