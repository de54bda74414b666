import { explainTogether } from '../../advise/explain-together.js';
import type { Profile } from '../../catalogue/dimensions/profiles.js';
import { type LikeDisks, likeDisks } from '../../gate/like-disks.js';
import { siteAssumptions } from '../../library/site-assumptions.js';
import { faultIds } from '../../model/fault.js';
import { assumptionLines, placed, remarksOf } from '../../report/gate/blocks.js';
import { inert } from '../../report/text/inert.js';
import { hanging, wrap } from '../../report/text/width.js';
import { assumeOf } from '../../run/assume.js';
import { profileOf } from '../../run/configurations/profile.js';
import { stackWords } from '../../run/configurations/stack-words.js';
import { expandNames } from '../../run/definitions/expand-names.js';
import { type ReadConfigs, readConfigs } from '../../run/definitions/read-configs.js';
import { notesOf } from '../../run/gate/gate.js';
import { gateAssumptions } from '../../run/gate/gate-assumptions.js';
import { type GateSubjects, subjectsOf } from '../../run/gate/gate-subjects.js';
import { checkDisksFound } from '../../run/gate/without-disks.js';
import { configOptionsOf } from '../definition-flags.js';
import type { ExplainFlags } from '../reading-flags.js';
import { rulesHint, stackLines } from './explain-stack.js';

/** Every disk of definitions as the stack that it is: disks that are alike together. */
export async function definitionLines(
  names: readonly string[],
  flags: ExplainFlags,
  columns: number,
): Promise<readonly string[]> {
  const read = await readConfigs(configOptionsOf(expandNames(names), names, flags));
  const profile = profileOf(flags.profile);
  const assume = assumeOf(flags.assume ?? 'nothing');
  const isWanted = () => true;
  const found = subjectsOf(read, { profile, assume, isWanted });
  checkDisksFound({ ...found, read }, names);
  const groups = likeDisks(found.subjects);
  return [
    ...headLines(read, found, columns),
    ...groups.flatMap((group) => ['', ...groupLines(group, profile, columns)]),
    ...(groups.length === 0 ? [] : ['', ...wrap(rulesHint, columns)]),
    ...tailLines(read, found, columns),
  ];
}

function headLines(read: ReadConfigs, found: GateSubjects, columns: number): readonly string[] {
  const assumptions = [
    ...gateAssumptions(found.subjects, found.runners, false),
    ...siteAssumptions({ subjects: found.subjects, read }),
  ];
  return assumptionLines({ assumptions }).flatMap((line) => hanging(inert(line), columns));
}

function groupLines(
  { subjects, candidates, faults, unread }: LikeDisks,
  profile: Profile,
  columns: number,
): readonly string[] {
  const { configurations, unmodelled, refused } = candidates;
  const names = subjects.map(({ disk, machine }) => placed({ ...disk, machine })).join(', ');
  const left = faultIds.filter((fault) => !faults.includes(fault));
  const heading = [
    names,
    stackWords(configurations, profile),
    refused === '' ? '' : `QEMU refuses it: ${refused}`,
    unmodelled.length === 0 ? '' : `not modelled: ${unmodelled.join(', ')}`,
    unread,
  ].filter((text) => text !== '');
  const stack =
    configurations.length === 0
      ? []
      : ['', ...stackLines(explainTogether(configurations, faults), columns)];
  return [
    ...heading.flatMap((text) => hanging(inert(text), columns)),
    ...stack,
    ...(left.length === 0 || stack.length === 0 ? [] : [`  not looked at: ${left.join(', ')}`]),
  ];
}

/** What is said of no disk, and of which disk nothing is said. */
function tailLines(
  read: ReadConfigs,
  { unjudged, refused }: GateSubjects,
  columns: number,
): readonly string[] {
  const lines = [
    ...remarksOf({ notes: notesOf(read), comparison: null }).map(
      ({ rule, message, at }) => `${rule}: ${message} (${at.file}:${at.line}:${at.column})`,
    ),
    ...refused.flatMap(({ machine, findings }) =>
      findings.map(({ title }) => `${machine}: ${title}`),
    ),
    ...unjudged.map((disk) => `not explained: ${placed(disk)}: ${disk.reason}`),
    ...read.templates.map((file) => `not read, because it is a template: ${file}`),
    ...read.strangers.map(({ file, what }) => `not read, because it is ${what}: ${file}`),
  ].flatMap((line) => hanging(inert(line), columns));
  return lines.length === 0 ? [] : ['', ...lines];
}
