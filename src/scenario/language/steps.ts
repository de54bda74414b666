import * as v from 'valibot';
import type { PlainVerb, RangeStep, RangeVerb, Reference, Step } from '../scenario.js';
import { list } from './fields.js';
import type { Path } from './located.js';
import { fieldFormula, held, isFull, type Reading, report } from './reading.js';
import { reference, references } from './reference.js';
import { plainStepSchema, plainVerbs, stepSchemas, type Verb, verbs } from './step-schema.js';
import { didYouMean, quoted } from './suggest.js';

/** Steps inside a step are read by the recursion here, so that each mistake is found by itself. */
const anything = v.unknown();
const anyList = list(anything, '');
const schemas = stepSchemas(anything);

/** What every reader below needs: the step's place and the names that exist there. */
interface Here {
  readonly reading: Reading;
  readonly path: Path;
  readonly scope: readonly string[];
}

const unknownTarget = (here: Here): Reference => ({
  region: '',
  index: null,
  span: here.reading.located.span(here.path),
});

function rangeStep<Kind extends RangeVerb>(here: Here, kind: Kind, data: unknown): Step | null {
  const { reading, path, scope } = here;
  const fields = held(reading, schemas[kind] as v.GenericSchema<unknown, RangeFields>, data, path);
  if (fields === null) return null;
  const field = (name: 'sectors' | 'transaction') =>
    fieldFormula(reading, fields[name], [...path, name], scope);
  return {
    kind,
    target: reference(reading, String(fields[kind]), [...path, kind], scope) ?? unknownTarget(here),
    sectors: field('sectors'),
    transaction: field('transaction'),
    fua: fields.fua ?? false,
    refused: fields.refused ?? 'resend',
    span: reading.located.keySpan([...path, kind]),
  };
}

/** The fields of all range steps; the schema of each verb allows only its own. */
type RangeFields = { readonly [Name in RangeVerb]?: string } & {
  readonly sectors?: number | string | undefined;
  readonly transaction?: number | string | undefined;
  readonly fua?: boolean | undefined;
  readonly refused?: RangeStep['refused'];
};

function acknowledgeStep({ reading, path, scope }: Here, data: unknown): Step | null {
  const fields = held(reading, schemas.acknowledge, data, path)?.acknowledge;
  if (fields === undefined) return null;
  const inside = [...path, 'acknowledge'];
  const { durable, transaction } = fields;
  if (durable === undefined && transaction === undefined) {
    const help = 'give `durable`, `transaction` or both';
    report(reading, reading.located.span(inside), 'this acknowledges nothing', help);
  }
  return {
    kind: 'acknowledge',
    durable:
      durable === undefined ? [] : references(reading, durable, [...inside, 'durable'], scope),
    transaction: fieldFormula(reading, transaction, [...inside, 'transaction'], scope),
    span: reading.located.keySpan(inside),
  };
}

function repeatStep({ reading, path, scope }: Here, data: unknown): Step | null {
  const fields = held(reading, schemas.repeat, data, path);
  if (fields === null) return null;
  const times = fieldFormula(reading, fields.repeat, [...path, 'repeat'], scope);
  if (times === null) return null;
  const name = fields.as ?? '';
  if (scope.includes(name) || name === 'random') {
    report(reading, reading.located.span([...path, 'as']), `\`${name}\` is taken already`);
  }
  const inner = name === '' ? scope : [...scope, name];
  return {
    kind: 'repeat',
    times,
    as: name,
    from: fieldFormula(reading, fields.from, [...path, 'from'], scope),
    steps: stepList({ reading, path: [...path, 'steps'], scope: inner }, fields.steps),
    span: reading.located.keySpan([...path, 'repeat']),
  };
}

function stepLists(here: Here, key: string, value: unknown): Step[][] {
  const lists = Array.isArray(value) ? value : [];
  return lists.map((steps, index) =>
    stepList({ ...here, path: [...here.path, key, index] }, steps),
  );
}

function nestedStep(here: Here, kind: 'parallel' | 'choose', data: unknown): Step | null {
  const fields = held(here.reading, schemas[kind], data, here.path);
  if (fields === null) return null;
  const span = here.reading.located.keySpan([...here.path, kind]);
  if ('parallel' in fields) {
    return { kind: 'parallel', threads: stepLists(here, 'parallel', fields.parallel), span };
  }
  here.reading.random = true;
  return { kind: 'choose', alternatives: stepLists(here, 'choose', fields.choose), span };
}

function readVerb(here: Here, verb: Verb, data: unknown): Step | null {
  switch (verb) {
    case 'acknowledge':
      return acknowledgeStep(here, data);
    case 'repeat':
      return repeatStep(here, data);
    case 'parallel':
    case 'choose':
      return nestedStep(here, verb, data);
    default:
      return rangeStep(here, verb, data);
  }
}

function unknownStep({ reading, path }: Here, keys: readonly string[]): null {
  const known = [...verbs, ...plainVerbs];
  const plain = keys.find((key) => plainVerbs.some((verb) => verb === key));
  if (plain !== undefined) {
    const span = reading.located.keySpan([...path, plain]);
    report(reading, span, `\`${plain}\` takes nothing`, `write it as \`- ${plain}\``);
    return null;
  }
  const [key = ''] = keys;
  const span = reading.located.keySpan(key === '' ? path : [...path, key]);
  report(reading, span, `${quoted(key)} is not a step`, didYouMean(key, known));
  return null;
}

function readStep(here: Here, data: unknown): Step | null {
  const { reading, path } = here;
  if (typeof data === 'string') {
    const kind = held(reading, plainStepSchema, data, path) as PlainVerb | null;
    return kind && { kind, span: reading.located.span(path) };
  }
  const keys = typeof data === 'object' && data !== null ? Object.keys(data) : [];
  const [verb, another] = verbs.filter((known) => keys.includes(known));
  if (verb === undefined) return unknownStep(here, keys);
  if (another !== undefined) {
    const span = reading.located.keySpan([...path, another]);
    report(reading, span, `one step is both \`${verb}\` and \`${another}\``, 'start a new `- `');
    return null;
  }
  return readVerb(here, verb, data);
}

function stepList(here: Here, data: unknown): Step[] {
  if (isFull(here.reading)) return [];
  const steps = held(here.reading, anyList, data, here.path) ?? [];
  return steps.flatMap(
    (step, index) => readStep({ ...here, path: [...here.path, index] }, step) ?? [],
  );
}

/** The steps at `path`; what cannot be read is reported and left out. */
export function readSteps(reading: Reading, data: unknown, path: Path): Step[] {
  return stepList({ reading, path, scope: reading.parameterNames }, data);
}
