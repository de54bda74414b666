import { explainTogether, type StacksExplanation } from '../advise/explain-together.js';
import type { Rule } from '../catalogue/rules/rule.js';
import { rules } from '../catalogue/rules/rules.js';
import { type LikeDisks, likeDisks } from '../gate/like-disks.js';
import type { Configuration } from '../model/configuration.js';
import { type FaultId, faultIds } from '../model/fault.js';
import type { UnjudgedDisk, UnreadFile } from '../model/gate-result.js';
import type { ConfigNote, Position, VmAssumption } from '../model/vm-disk.js';
import { configurationNamed } from '../run/configurations/named-configuration.js';
import { profileOf } from '../run/configurations/profile.js';
import { stackName, stackWords } from '../run/configurations/stack-words.js';
import { readConfigs } from '../run/definitions/read-configs.js';
import { notesOf } from '../run/gate/gate.js';
import { gateAssumptions } from '../run/gate/gate-assumptions.js';
import { subjectsOf } from '../run/gate/gate-subjects.js';
import { checkDisksFound } from '../run/gate/without-disks.js';
import type { RunOptions } from '../run/options.js';
import { usageError } from '../run/usage-error.js';
import { didYouMean } from '../scenario/language/suggest.js';
import { checkedOptions } from './check-options.js';
import { configOptionsOf, sortedDefinitions } from './config-options.js';
import type { ExplainDefinitionsOptions } from './definition-options.js';
import { explainDefinitionsEntries, explainEntries } from './option-schemas.js';
import { inOptionWords } from './option-words.js';
import { siteAssumptions } from './site-assumptions.js';

/** What one stack promises, and to what it comes down. */
export interface StackExplained extends StacksExplanation {
  /** As results name the stack. */
  readonly stack: string;
  /** The profile that it was read with. */
  readonly profile: string;
  /** The whole of it. */
  readonly configuration: Configuration;
}

/** Disks of definitions that are the same stack, and what it promises. */
export interface DisksExplained {
  /** Where each is defined; at least one. */
  readonly disks: readonly {
    /** As in `readDefinitions`. */
    readonly id: string;
    /** The machine's name; '' where it has none. */
    readonly machine: string;
    /** The element that defines it. */
    readonly at: Position;
  }[];
  /** As results name the stack, with what of it nobody knows; '' where no stack is known. */
  readonly stack: string;
  /** Every configuration that they may be; none where no stack is known. */
  readonly configurations: readonly Configuration[];
  /** Why QEMU refuses them; '' where it does not. */
  readonly refused: string;
  /** What of them is not modelled, so that nothing is said. */
  readonly unmodelled: readonly string[];
  /** What nobody can read of them, so that each may be another disk; '' for nothing. */
  readonly unread: string;
  /** The faults of which it is said what they can take; the site's file may name others. */
  readonly faults: readonly FaultId[];
  /** What the stack promises, with `when` where it does so only in some of the configurations; null for none. */
  readonly explanation: StacksExplanation | null;
}

/** What the disks of definitions promise, and what of the definitions nothing is said about. */
export interface DefinitionsExplained {
  /** What the explanations rest on and no file says. */
  readonly assumptions: readonly VmAssumption[];
  /** Like disks together, in the order of the first of each. */
  readonly groups: readonly DisksExplained[];
  /** What is worth knowing of the definitions beside the disks. */
  readonly notes: readonly ConfigNote[];
  /** Disks that are not explained, and why. */
  readonly unjudged: readonly UnjudgedDisk[];
  /** Files of folders that were not read, because they are templates that nobody has filled in. */
  readonly templates: readonly string[];
  /** Files of folders that have machines, in formats that are not read. */
  readonly strangers: readonly UnreadFile[];
}

/** of-stacks.ts says what it does, and loads it. */
export async function explainStack(
  stack: string,
  options: Pick<RunOptions, 'profile'>,
): Promise<StackExplained> {
  const { profile: name = 'default' } = checkedOptions(explainEntries, options);
  if (typeof stack !== 'string') throw usageError('a stack is a text such as `virtio-blk/none`');
  return inOptionWords(async () => {
    const profile = profileOf(name);
    const configuration = configurationNamed(stack, profile);
    const explanation = explainTogether([configuration], faultIds);
    const named = stackName(configuration, profile);
    return { stack: named, profile: profile.id, configuration, ...explanation };
  });
}

/** of-stacks.ts says what it does, and loads it. */
export function explainRule(word: string): Rule {
  const wanted = String(word).toLowerCase();
  const rule = rules.find(({ id, name }) => id.toLowerCase() === wanted || name === wanted);
  if (rule !== undefined) return rule;
  const names = rules.flatMap(({ id, name }) => [id, name]);
  throw usageError(`no rule is called \`${word}\``, didYouMean(wanted, names));
}

/** of-definitions.ts says what it does, and loads it. */
export async function explainDefinitions(
  options: ExplainDefinitionsOptions,
): Promise<DefinitionsExplained> {
  const checked = checkedOptions(explainDefinitionsEntries, options, ['definitions']);
  return inOptionWords(() => explained(checked));
}

async function explained(options: ExplainDefinitionsOptions): Promise<DefinitionsExplained> {
  const profile = profileOf(options.profile ?? 'default');
  const read = await readConfigs(configOptionsOf(options));
  const found = subjectsOf(read, { profile, assume: 'nothing', isWanted: () => true });
  const { subjects, runners, unjudged } = found;
  checkDisksFound({ ...found, read }, sortedDefinitions(options).names);
  return {
    assumptions: [
      ...gateAssumptions(subjects, runners, false),
      ...siteAssumptions({ subjects, read }),
    ],
    groups: likeDisks(subjects).map((group) => ({
      ...groupOf(group),
      stack: stackWords(group.candidates.configurations, profile),
    })),
    notes: notesOf(read),
    unjudged,
    templates: read.templates,
    strangers: read.strangers,
  };
}

function groupOf({ subjects, candidates, faults, unread }: LikeDisks) {
  const { configurations, refused, unmodelled } = candidates;
  const isKnown = configurations.length > 0;
  return {
    disks: subjects.map(({ machine, disk: { id, at } }) => ({ id, machine, at })),
    configurations,
    refused,
    unmodelled,
    unread,
    faults,
    explanation: isKnown ? explainTogether(configurations, faults) : null,
  };
}
