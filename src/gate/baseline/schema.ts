import * as v from 'valibot';
import { amount, closed, flag, oneOf, quoted } from '../../config/site/fields.js';
import { verdicts } from '../../model/verdict.js';

export const baselineVersions = ['baseline/1'] as const;

type Received = { readonly input: unknown };

const anyText = v.string(({ input }: Received) => `text, not ${quoted(input)}`);
const notAMapping = ({ input }: Received) => `a mapping, not ${quoted(input)}`;
const notAList = ({ input }: Received) => `a list, not ${quoted(input)}`;

const words = (description: string) => v.pipe(anyText, v.description(description));
const listOf = <Item extends v.GenericSchema>(item: Item, description: string) =>
  v.pipe(v.array(item, notAList), v.description(description));
const byName = <Value extends v.GenericSchema>(value: Value, description: string) =>
  v.pipe(v.record(v.string(), value, notAMapping), v.description(description));

const sampled = closed('`sampled`', {
  runs: amount('Generated runs of each row.', Number.MAX_SAFE_INTEGER),
  seed: amount('What they follow from.', Number.MAX_SAFE_INTEGER),
});

/** All that decides what is found and stands in no definition and in no site's file. */
const examined = closed('`examined`', {
  profile: words('The dated bundle of facts and defaults.'),
  qemu: words('What `--qemu` said; empty where it was not given.'),
  assume: words('What `--assume` took for granted of releases that nobody ran or read.'),
  faults: listOf(anyText, 'The faults that count where nobody says which matter.'),
  crashRecovery: flag('Whether the power failed again in the boot after a fault.'),
  maxExecutions: amount('Executions that a proof could take.', Number.MAX_SAFE_INTEGER),
  sampled: v.pipe(v.optional(sampled), v.description('Only where a scenario was sampled.')),
  scenarios: byName(anyText, 'A digest of each scenario, by its name.'),
});

const disk = closed('a disk', {
  file: words('The file that defines it, from the folder in which it was named.'),
  machine: words("The machine's name; empty where it has none."),
  qualified: v.pipe(
    v.optional(anyText),
    v.description('The same with its namespace, where it has one.'),
  ),
  id: words('As in `blkcheck config`.'),
  counted: v.pipe(
    v.optional(v.array(v.picklist(['machine', 'id'] as const), notAList)),
    v.description('Which of its names are its place among others.'),
  ),
  source: words('A digest of what its data lies in; empty where the definition names nothing.'),
  verdict: oneOf(verdicts, 'Waivers aside.'),
  undecided: v.pipe(
    v.optional(flag('')),
    v.description('It would not be known to be safe even without its findings.'),
  ),
  settings: byName(anyText, 'What the definition says, in effect.'),
  around: words('What else decides: a key of `around` of the file.'),
  findings: listOf(anyText, 'What is wrong with it: keys of `findings` of the file.'),
});

const finding = closed('a finding', {
  rule: words('A rule of `blkcheck list rules`, or of the definition itself.'),
  failures: listOf(anyText, '`scenario:fault:kind`, or the rule of the definition.'),
});

/** What `--write-base` writes and `--base` reads. Disks share what they have in common. */
export const baselineSchema = v.pipe(
  closed('the file', {
    blkcheck: oneOf(baselineVersions, 'The version of this format.'),
    blkcheckVersion: words('The version of blkcheck that wrote it.'),
    examined: v.pipe(examined, v.description('What has to be the same to be compared.')),
    disks: listOf(disk, 'Every disk that was judged, by file, machine and disk.'),
    around: byName(
      byName(anyText, 'Error policies, the release of QEMU, and the site.'),
      'What is around disks, by a digest of it.',
    ),
    findings: byName(finding, 'What disks fail in, by the rule and a digest of it.'),
  }),
  v.title('blkcheck baseline'),
  v.description('What `blkcheck run vms --write-base FILE` writes, and `--base FILE` reads.'),
);

export type Baseline = v.InferOutput<typeof baselineSchema>;
export type Examined = Baseline['examined'];
