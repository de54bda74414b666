import * as v from 'valibot';
import { closed, expression, flag, list, oneOf, oneOrMore, reference } from './fields.js';

export const plainVerbs = ['fsync', 'fdatasync', 'flush', 'wait'] as const;
export const verbs = [
  'write',
  'write-zeroes',
  'discard',
  'read',
  'barrier',
  'acknowledge',
  'parallel',
  'repeat',
  'choose',
] as const;
export type Verb = (typeof verbs)[number];

export const loopNamePattern = /^[a-z][A-Za-z0-9]*$/;

const range = {
  sectors: v.optional(
    expression('How many sectors from the start of the element. By default the whole element.'),
  ),
  transaction: v.optional(
    expression(
      'Which transaction of the workload this belongs to, 1 or more; 0, the default, for none. ' +
        'Recoveries and `acknowledge` speak of transactions.',
    ),
  ),
};

/** Fields of a step, keyed by the verb that names it. `steps` is what may stand inside. */
export function stepSchemas<Steps extends v.GenericSchema>(steps: Steps) {
  return {
    write: closed('a write', {
      write: reference(
        'Submits a write of new content to one element of a region. It does not wait: follow it ' +
          'with `wait`, `fsync` or `fdatasync`. The index must be inside the region.',
      ),
      ...range,
      fua: v.optional(
        flag('Durable by itself once complete (an O_DSYNC or FUA write). By default false.'),
      ),
    }),
    'write-zeroes': closed('a write-zeroes', {
      'write-zeroes': reference('Submits a write of zeroes; otherwise as `write`.'),
      ...range,
    }),
    discard: closed('a discard', {
      discard: reference('Submits a discard of one element; otherwise as `write`.'),
      ...range,
    }),
    read: closed('a read', {
      read: reference('Reads one element and waits for the answer.'),
      ...range,
    }),
    barrier: closed('a barrier', {
      barrier: reference(
        'Submits a barrier write, as Linux had up to 2.6.36: everything submitted before it is on ' +
          'the medium before it, and nothing submitted after it overtakes it. It does not wait.',
      ),
      ...range,
      refused: oneOf(
        ['resend', 'wait'],
        'What the client does where barriers are refused or switched off. `resend`: write again ' +
          'without the barrier, and go on. `wait`: wait for all that is in flight, write without ' +
          'the barrier, and wait for it.',
      ),
    }),
    acknowledge: closed('a step', {
      acknowledge: v.pipe(
        closed('an acknowledgement', {
          durable: v.optional(
            oneOrMore(
              reference('A region or an element.'),
              'What survives every fault from here on: each sector, with what was last written to ' +
                'it before this step or something later. `all` for the whole disk.',
            ),
          ),
          transaction: v.optional(
            expression('The transaction that the recovery must find from here on, 1 or more.'),
          ),
        }),
        v.description('The guest tells somebody that something is safe. Promises start here.'),
      ),
    }),
    parallel: closed('a parallel step', {
      parallel: list(
        steps,
        'A list of threads, each a list of steps. The next step begins when all have run; what ' +
          'they left in flight stays in flight.',
      ),
    }),
    repeat: closed('a repeat', {
      repeat: expression('How many times to run `steps`; 0 is allowed, less is an error.'),
      as: v.optional(
        v.pipe(
          v.string('a name'),
          v.regex(loopNamePattern, 'a name: a small letter, then letters and digits'),
          v.description('A name for the number of the round, for expressions inside.'),
        ),
      ),
      from: v.optional(expression('The number of the first round. By default 0.')),
      steps,
    }),
    choose: closed('a choose', {
      choose: list(
        steps,
        'A list of alternatives, each a list of steps. A draw picks one: this makes the scenario ' +
          'a family, of which the search generates members.',
      ),
    }),
  } satisfies Record<Verb, v.GenericSchema>;
}

export const plainStepSchema = oneOf(
  plainVerbs,
  '`fsync`, `fdatasync`: wait for every write that any thread submitted before, then flush. ' +
    '`flush`: send a flush and wait for it; it covers what had completed, nothing in flight. ' +
    '`wait`: wait for all requests of this thread.',
);

/** Everything that may stand in a list of steps, for the JSON Schema. */
export const stepSchema: v.GenericSchema = v.lazy(() => {
  const inner = list(stepSchema, 'Steps, run one after the other.');
  return v.union([plainStepSchema, ...Object.values(stepSchemas(inner))]);
});
