import * as v from 'valibot';
import type { DefinitionsFixResult, FixResult } from '../../model/fix-result.js';
import { verdicts, violationKinds } from '../../model/verdict.js';
import { assumption, placedDisk, unjudged, unreadFile } from '../gate/gate-schema.js';
import { count } from '../story/script-schema.js';

const amount = v.pipe(v.number(), v.minValue(0));

const cost = v.strictObject({
  hostSyncs: amount,
  diskFlushes: amount,
  vcpuStallUs: amount,
  latencyUs: v.pipe(
    v.strictObject({ diskClass: v.string(), low: amount, high: amount }),
    v.description('In virtual time, one request after the other.'),
  ),
});

const option = {
  configuration: v.pipe(v.string(), v.description('What `blkcheck explain` and `fix` take.')),
  notKnown: v.pipe(
    v.string(),
    v.description('What nobody knows of it; the verdict is about all that it may be.'),
  ),
  changes: v.array(
    v.strictObject({
      key: v.string(),
      from: v.string(),
      to: v.string(),
      spelled: v.pipe(
        v.string(),
        v.description(
          'What a definition is to say, in its own words; empty for what it has no word for.',
        ),
      ),
      how: v.string(),
      hardware: v.boolean(),
    }),
  ),
  verdict: v.picklist(verdicts),
  basis: v.picklist(['exhaustive', 'sampled', 'analysis']),
  cost: v.pipe(cost, v.description('Of one acknowledgement, over all scenarios.')),
};

const options = v.array(v.strictObject(option));

const stackFix = {
  faults: v.array(v.string()),
  current: v.strictObject({
    ...option,
    kinds: v.array(v.picklist(violationKinds)),
    rules: v.array(v.string()),
    because: v.string(),
    when: v.pipe(
      v.string(),
      v.description('Which of all that it may be is unsafe, where not all are; else empty.'),
    ),
  }),
  chosen: v.pipe(v.string(), v.description('Of `options`; empty for none.')),
  options: v.pipe(options, v.description('Safe with the fewest changes, the best first.')),
  cheaper: v.pipe(options, v.description('Safe and cheaper, with one more change.')),
  tried: v.array(v.strictObject({ changes: count, configurations: count, safe: count })),
  kept: v.pipe(v.array(v.string()), v.description('Dimensions that stayed as they are.')),
  proof: v.strictObject({ rows: count, executions: count, sampled: count, undecided: count }),
  reason: v.string(),
};

const header = {
  schemaVersion: v.literal(1),
  blkcheckVersion: v.string(),
  profile: v.string(),
  scenarios: v.array(v.string()),
  leftOut: v.array(v.strictObject({ scenario: v.string(), reason: v.string() })),
  summary: v.strictObject({ exitCode: count }),
};

/** The object that `blkcheck fix STACK --json` prints. */
export const fixSchema: v.GenericSchema<unknown, FixResult> = v.pipe(
  v.strictObject({
    ...header,
    assumptions: v.array(
      v.strictObject({
        key: v.string(),
        value: v.string(),
        origin: v.picklist(['profile', 'flag']),
      }),
    ),
    ...stackFix,
  }),
  v.title('blkcheck fix'),
  v.description('What `blkcheck fix STACK --json` prints.'),
);

/** The object that `blkcheck fix FILE --json` prints. */
export const definitionsFixSchema: v.GenericSchema<unknown, DefinitionsFixResult> = v.pipe(
  v.strictObject({
    ...header,
    assumptions: v.array(assumption),
    answers: v.array(
      v.strictObject({
        disks: v.pipe(
          v.array(v.strictObject(placedDisk)),
          v.description('Disks of which the same is to be said.'),
        ),
        fix: v.nullable(v.strictObject(stackFix)),
        reason: v.pipe(v.string(), v.description('Why there is no `fix`; else empty.')),
      }),
    ),
    unjudged: v.array(unjudged),
    templates: v.array(v.string()),
    strangers: v.array(unreadFile),
  }),
  v.title('blkcheck fix of definitions'),
  v.description('What `blkcheck fix FILE --json` prints.'),
);
