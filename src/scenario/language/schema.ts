import * as v from 'valibot';
import { choiceKinds } from '../../model/choice.js';
import { faultIds } from '../../model/fault.js';
import { suites } from '../../model/result.js';
import { logRecords } from '../../model/script.js';
import { diskSchema } from './disk-schema.js';
import { closed, flag, integer, list, named, oneOf, oneOrMore, reference, text } from './fields.js';
import { guestsSchema } from './guests-schema.js';
import { limits } from './limits.js';
import { stepSchema } from './step-schema.js';

export const regionNamePattern = /^[a-z][a-z0-9-]*$/;
export const parameterNamePattern = /^[a-z][A-Za-z0-9]*$/;
const scenarioNamePattern = /^[a-z0-9][a-z0-9-]{0,63}$/;
const numberMax = 1_000_000_000;

export const parameterSchema = closed('a parameter', {
  default: integer('The value unless `--param NAME=VALUE` is given.', -numberMax, numberMax),
  min: v.optional(integer('The smallest value accepted.', -numberMax, numberMax)),
  max: v.optional(integer('The largest value accepted.', -numberMax, numberMax)),
  choose: v.optional(
    list(integer('A value.', -numberMax, numberMax), 'The values accepted, instead of a range.'),
  ),
  generated: v.optional(
    flag('The search varies it, as a part of a generated family. By default false.'),
  ),
});

export const regionSchema = closed('a region', {
  at: integer(
    'First sector of the first element. Regions must not overlap.',
    0,
    limits.diskSectors,
  ),
  sectors: integer('Sectors of one element, of 512 bytes each.', 1, limits.diskSectors),
  count: v.optional(
    integer('How many elements, one after the other. By default 1.', 1, limits.elements),
  ),
});

export const orderedSchema = closed('a promise', {
  ordered: v.pipe(
    closed('an order', {
      first: reference('What must be there. A region without an index means all its elements.'),
      second: reference('What must not be there without it.'),
    }),
    v.description(
      'Where a sector shows a write to `second`, every sector of `first` shows what the program had ' +
        'last written to it before that write, or something later.',
    ),
  ),
});

export const atomicSchema = closed('a promise', {
  atomic: oneOrMore(
    reference('A region or an element.'),
    'These belong together: after a fault each of their sectors shows the same round of writes.',
  ),
});

const log = reference('The region of the log.');
const pages = reference('The region of the pages that are written in place.');

export const recoverySchemas = {
  'write-ahead-log': closed('a write-ahead log', {
    log: v.pipe(
      log,
      v.description(
        'Records with a checksum over all their sectors and a sequence number: their transaction. ' +
          'Recovery replays from the transaction after the header until a record is not whole.',
      ),
    ),
    pages: v.optional(
      v.pipe(pages, v.description('Pages that checkpoints write in place. By default none.')),
    ),
    header: v.optional(
      reference(
        'One sector with the last transaction whose pages are in place. By default none, and the ' +
          'log must not wrap.',
      ),
    ),
    records: v.optional(
      oneOf(
        logRecords,
        '`pages`, the default: a record holds whole pages, so that replaying it mends a torn one. ' +
          '`changes`: a record says what to change on a page, which must be whole for that.',
      ),
    ),
    buffer: v.optional(
      reference(
        'For `records: changes`: copies from which torn pages are mended before the log is ' +
          'replayed. The n-th copy of a transaction is a copy of its n-th page. By default none.',
      ),
    ),
  }),
  journal: closed('a journal', {
    journal: reference('Blocks of transactions. Not reused inside one script.'),
    commit: reference('Commit records, one sector each, one for each transaction.'),
    home: reference('Where the blocks belong. Written once the commit record is durable.'),
    checksum: flag(
      'The commit record holds a checksum over the journal blocks of its transaction.',
    ),
    syncsFirst: v.optional(
      flag('Recovery syncs what it found before it replays it. By default true.'),
    ),
  }),
  'double-write': closed('a double-write buffer', {
    buffer: reference('Copies: the n-th copy of a transaction is a copy of its n-th page.'),
    pages,
  }),
  'shadow-paging': closed('shadow paging', {
    roots: reference('Roots of one sector each; the newest one wins.'),
    pages: reference('A root refers to the pages of its own transaction.'),
  }),
  'rollback-journal': closed('a rollback journal', {
    journal: reference(
      'What pages held before: the n-th write of a transaction saves its n-th page. Each has a ' +
        'checksum.',
    ),
    header: reference(
      'One sector. A write to it makes the journal of its transaction count: recovery puts back ' +
        'what was saved. `write-zeroes` over it commits.',
    ),
    pages,
  }),
  manifest: closed('a manifest', {
    current: reference(
      'One sector that names the manifest: the one that begins with the records of its own ' +
        'transaction.',
    ),
    manifest: reference(
      'Records with a checksum and a sequence number. A record takes the tables of its own ' +
        'transaction into use, and says that the log is not needed up to that transaction.',
    ),
    tables: reference('Tables, written once and then only read until they are replaced.'),
    log: reference('Records with a checksum and a sequence number, for what is in no table yet.'),
  }),
};

/** For the JSON Schema; the reader picks the one whose key is there. */
const recoverySchema = v.union(
  Object.entries(recoverySchemas).map(([kind, schema]) =>
    closed('a recovery', {
      [kind]: v.pipe(schema, v.description('The regions that it reads, by what they hold.')),
    }),
  ),
);

const promiseSchema = v.union([orderedSchema, atomicSchema]);

const anInteger = (description: string) => integer(description, 0, Number.MAX_SAFE_INTEGER);

const pinnedSchema = closed('a pinned failure', {
  fault: oneOf([...faultIds, 'none'], 'What fails.'),
  powerCut: v.pipe(
    closed('a power cut', {
      operation: anInteger('The step after whose beginning the fault strikes, counted from 1.'),
      event: anInteger('Steps of the machine after that.'),
    }),
    v.description('When the fault strikes.'),
  ),
  choices: v.pipe(
    v.array(
      closed('a choice', {
        kind: oneOf(choiceKinds, 'What nature decides.'),
        subject: anInteger('The step that it concerns, counted from 1 in program order.'),
        nth: anInteger('Which of its units.'),
        value: anInteger('The answer; 0 is the kind one.'),
      }),
      'a list of choices',
    ),
    v.description('What nature decided otherwise than kindly.'),
  ),
});

/** The language, over whatever a step, a promise and a recovery are held against. */
export function scenarioSchema<
  Step extends v.GenericSchema,
  Promised extends v.GenericSchema,
  Recovery extends v.GenericSchema,
>(step: Step, promise: Promised, recovery: Recovery) {
  return closed('a scenario', {
    blkcheck: oneOf(['scenario/1'], 'The version of the language. The first key of the file.'),
    name: v.pipe(
      v.string('a name'),
      v.regex(scenarioNamePattern, 'a name has small letters, digits and hyphens'),
      v.description('The name in results and on the command line.'),
    ),
    suite: oneOf(
      suites,
      '`completion`: orders by waiting for completions and flushes, as every correct program ' +
        'today. `barrier`: relies on barriers for the order of requests in flight. `careless`: ' +
        'promises more than it asks the disk for; runs only when asked for.',
    ),
    summary: text('What the program does, in one sentence.'),
    models: text('What real software does this, in one sentence.'),
    guests: v.optional(guestsSchema),
    disk: v.pipe(diskSchema, v.description('The disk that it runs on.')),
    overlap: v.optional(
      oneOf(
        ['declared'],
        'Two writes to one sector may be in flight together, and either may win. Without this ' +
          'key that is an error.',
      ),
    ),
    parameters: v.optional(
      named(
        parameterNamePattern,
        'a name: a small letter, then letters and digits',
        parameterSchema,
        'Numbers that `--param` sets: each with its default and its `min` and `max`, or `choose`.',
      ),
    ),
    regions: named(
      regionNamePattern,
      'a name: a small letter, then small letters, digits and hyphens',
      regionSchema,
      'Named parts of the disk, each an array of elements of equal size.',
    ),
    steps: list(step, 'The program, run one step after the other.'),
    promises: v.optional(list(promise, 'What must hold after every fault.')),
    recovery: v.optional(
      v.pipe(
        recovery,
        v.description('How the program recovers. By default it reads what is there.'),
      ),
    ),
    pinned: v.optional(list(pinnedSchema, 'Failures that were found before, to be tried first.')),
  });
}

/** The whole language, for the JSON Schema; the reader looks at each piece by itself. */
export const wholeSchema = scenarioSchema(stepSchema, promiseSchema, recoverySchema);
