import * as v from 'valibot';
import { configRules } from '../../model/config-rule.js';
import { faultIds } from '../../model/fault.js';
import { verdicts, violationKinds } from '../../model/verdict.js';
import { explored } from '../run/result-schema.js';
import { replaySchema } from '../story/finding-schema.js';
import { count } from '../story/script-schema.js';

const said = <Schema extends v.GenericSchema>(schema: Schema, text: string) =>
  v.pipe(schema, v.description(text));

const at = said(
  v.strictObject({ file: v.string(), line: count, column: count, endColumn: count }),
  'Lines and columns count from 1; `endColumn` is one past the last.',
);

/** Where a disk of definitions is to be found. */
export const placedDisk = { id: v.string(), machine: v.string(), file: v.string(), at };

export const unjudged = v.strictObject({ ...placedDisk, reason: v.string() });

export const unreadFile = v.strictObject({
  file: v.string(),
  what: v.string(),
  instead: v.string(),
});

export const assumption = v.strictObject({ key: v.string(), value: v.string(), by: v.string() });

const finding = v.strictObject({
  id: said(v.string(), 'What `replay --finding` takes; empty where there is no replay.'),
  rule: said(v.string(), 'A rule of `blkcheck list rules`, or of the definition itself.'),
  title: v.string(),
  when: said(
    v.optional(v.string()),
    'Of what a disk may be, what makes it so; empty for all of it. Older reports have none.',
  ),
  because: v.string(),
  change: v.string(),
  kinds: v.array(v.picklist(violationKinds)),
  faults: v.array(v.picklist(faultIds)),
  scenarios: v.array(v.string()),
  field: said(v.string(), 'The setting that decides, as `blkcheck config` names it.'),
  spelled: said(v.string(), 'The same in the words of the format; empty where it has none.'),
  at,
  isDefault: said(v.boolean(), 'A default set it: the place is the element that lacks it.'),
  replay: v.nullable(replaySchema),
});

const evidence = said(
  v.strictObject({
    configurations: count,
    rows: said(count, 'Of a configuration, a scenario and a fault each.'),
    proved: said(v.array(v.string()), 'Scenarios of which everything was looked at.'),
    sampled: said(v.array(v.string()), 'Scenarios of which some generated runs were.'),
    explored,
  }),
  'What the verdict rests on, summed over all rows. Older reports have none.',
);

const disk = v.strictObject({
  id: v.string(),
  machine: v.string(),
  file: v.string(),
  at,
  source: said(v.string(), 'What its data lies in.'),
  verdict: v.picklist(verdicts),
  reason: said(v.string(), 'Why it is inconclusive.'),
  waived: said(v.array(v.string()), 'Rules that are waived: the verdict is of what is left.'),
  settings: v.record(v.string(), v.string()),
  evidence: v.optional(evidence),
  failures: said(v.array(v.string()), '`scenario:fault:kind`, or rules of the definition itself.'),
  findings: v.array(finding),
});

const waiverFields = {
  rule: v.string(),
  disk: said(v.string(), 'A pattern, or where the comment stands.'),
  reason: v.string(),
  owner: v.string(),
  expires: v.string(),
};

const waiver = v.strictObject({ ...waiverFields, at });

const applied = v.strictObject({
  ...waiverFields,
  state: v.picklist(['used', 'expired', 'unused']),
  at: said(v.optional(at), 'Where it is written. Older reports have none.'),
});

const setting = v.strictObject({ field: v.string(), before: v.string(), after: v.string() });

const change = v.strictObject({
  id: v.string(),
  machine: v.string(),
  change: v.picklist(['worse', 'better', 'new', 'gone', 'unjudged', 'same']),
  reason: said(v.optional(v.string()), 'Why it is worse, or nobody judges it any more.'),
  settings: v.array(setting),
  newFailures: said(count, 'A scenario, a fault and a kind each, that did not fail before.'),
  waivedBy: said(
    v.optional(v.array(waiver)),
    'Who took responsibility for what is worse, or for a part of it. Older reports have none.',
  ),
  isWaived: said(
    v.optional(v.boolean()),
    'Nothing that is worse is left without a waiver, and the exit status does not tell of it.',
  ),
});

const comparison = v.strictObject({
  base: v.string(),
  changes: v.array(change),
  alreadyFailing: said(count, 'Disks that are not safe, as before.'),
  alreadyWaived: said(v.optional(count), 'Disks that only a waiver lets pass, as before.'),
  outdated: said(
    v.optional(count),
    'Disks of a baseline that are better than it says, gone, or not judged any more. Older reports have none.',
  ),
});

/** The object that `--reporter json` prints of definitions. */
export const gateSchema = v.pipe(
  v.strictObject({
    schemaVersion: v.literal(1),
    blkcheckVersion: v.string(),
    profile: v.string(),
    seed: said(v.optional(count), 'Of what was sampled, where anything was.'),
    interrupted: v.boolean(),
    assumptions: v.array(assumption),
    summary: v.strictObject({
      safe: count,
      unsafe: count,
      inconclusive: count,
      unjudged: count,
      waived: said(count, 'Disks that only a waiver lets pass, which are not among the safe.'),
      exitCode: count,
    }),
    disks: said(
      v.array(disk),
      'Where states were compared, those that a change made worse, waived or not.',
    ),
    unjudged: v.array(unjudged),
    templates: said(
      v.optional(v.array(v.string())),
      'Files of folders that were not read: templates that nobody has filled in.',
    ),
    strangers: said(
      v.optional(v.array(unreadFile)),
      'Files of folders that have machines in a format that is not read, with what to give instead.',
    ),
    notes: v.array(v.strictObject({ rule: v.picklist(configRules), message: v.string(), at })),
    waivers: v.array(applied),
    unusedRules: said(
      v.optional(v.array(at)),
      'Rules of blkcheck.config.yaml that fit no disk of these files.',
    ),
    comparison: v.nullable(comparison),
  }),
  v.title('blkcheck run, of definitions'),
  v.description('What `blkcheck run vm.xml --reporter json` prints.'),
);
