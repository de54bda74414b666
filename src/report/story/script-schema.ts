import * as v from 'valibot';
import { logRecords, operationKinds, type Script } from '../../model/script.js';

export const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const range = { lba: count, sectorCount: count };

const operation = v.strictObject({
  id: count,
  kind: v.picklist(operationKinds),
  ...range,
  fua: v.boolean(),
  refused: v.picklist(['resend', 'wait']),
  region: v.string(),
  element: count,
  transaction: count,
  threads: v.array(count),
  label: v.string(),
});

const requirement = v.strictObject({ ...range, version: count });

const recovery = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({
    kind: v.literal('write-ahead-log'),
    log: v.string(),
    pages: v.string(),
    header: v.string(),
    // Files of before these were there have neither.
    records: v.optional(v.picklist(logRecords), 'pages'),
    buffer: v.optional(v.string(), ''),
  }),
  v.strictObject({
    kind: v.literal('journal'),
    journal: v.string(),
    commit: v.string(),
    home: v.string(),
    checksum: v.boolean(),
    syncsFirst: v.optional(v.boolean()),
  }),
  v.strictObject({ kind: v.literal('double-write'), buffer: v.string(), pages: v.string() }),
  v.strictObject({ kind: v.literal('shadow-paging'), roots: v.string(), pages: v.string() }),
  v.strictObject({
    kind: v.literal('rollback-journal'),
    journal: v.string(),
    header: v.string(),
    pages: v.string(),
  }),
  v.strictObject({
    kind: v.literal('manifest'),
    current: v.string(),
    manifest: v.string(),
    tables: v.string(),
    log: v.string(),
  }),
  v.strictObject({ kind: v.literal('module') }),
]);

/** The shape of a script; that its numbers fit one another is for whoever runs it to check. */
export const scriptSchema: v.GenericSchema<unknown, Script> = v.strictObject({
  scenario: v.string(),
  parameters: v.record(v.string(), v.number()),
  sectorCount: count,
  regions: v.array(v.strictObject({ name: v.string(), extents: v.array(v.strictObject(range)) })),
  operations: v.array(operation),
  threads: v.array(v.array(count)),
  obligations: v.array(
    v.strictObject({ acknowledge: count, transaction: count, requires: v.array(requirement) }),
  ),
  orderings: v.array(v.strictObject({ second: count, first: v.array(requirement) })),
  atomics: v.array(v.strictObject({ name: v.string(), ranges: v.array(v.strictObject(range)) })),
  recovery,
  overlapDeclared: v.boolean(),
  atomicBytes: v.exactOptional(count),
  keepsCompleted: v.exactOptional(v.boolean()),
  direct: v.exactOptional(v.boolean()),
});
