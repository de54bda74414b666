import { atomicUnitRows } from '../catalogue/dimensions/atomic-units.js';
import { cacheModes } from '../catalogue/dimensions/cache-modes.js';
import { configWces, dpofuas } from '../catalogue/dimensions/device-properties.js';
import type { DimensionValue } from '../catalogue/dimensions/dimension.js';
import { disks } from '../catalogue/dimensions/disks.js';
import { frontends } from '../catalogue/dimensions/frontends.js';
import {
  aioEngines,
  elevators,
  fsyncErrors,
  guestKernels,
  mounts,
  werrors,
  writeCaches,
} from '../catalogue/dimensions/guests.js';
import { hostNotes } from '../catalogue/dimensions/host-notes.js';
import { hosts } from '../catalogue/dimensions/hosts.js';
import { allocations, formats } from '../catalogue/dimensions/images.js';
import { patches } from '../catalogue/dimensions/patches.js';
import { profiles } from '../catalogue/dimensions/profiles.js';
import { queueDepths } from '../catalogue/dimensions/queue-depths.js';
import { diskClasses } from '../catalogue/disk-classes.js';
import { faults } from '../catalogue/faults.js';
import type { Known } from '../catalogue/known.js';
import { hostKernels } from '../catalogue/releases/host-kernels.js';
import { machines, qemuReleases } from '../catalogue/releases/releases.js';
import { rules } from '../catalogue/rules/rules.js';
import { configFormats } from '../config/formats.js';
import { addToGroup } from '../model/group-by.js';
import type { Suite } from '../model/result.js';
import type { ViolationKind } from '../model/verdict.js';
import { rangeWords } from '../report/text/duration.js';
import { assumes } from '../run/assume.js';
import { glossary } from '../run/glossary.js';
import { reductions } from '../run/reduction-names.js';
import { shippedScenarios } from '../run/scenarios/shipped-scenarios.js';
import type { Scenario } from '../scenario/scenario.js';
import type { TopicName } from './topic-names.js';

/** Something that can be named; what is a fact says where it is known from. */
export interface TopicRow extends Partial<Known> {
  /** Its name. */
  readonly id: string;
  /** What it is, in one sentence. */
  readonly sentence: string;
  /** Of a scenario: the software, and its settings, that do this. */
  readonly models?: string;
}

export interface Topic {
  readonly name: TopicName;
  /** Asked for by the name of another topic too. */
  readonly besides?: string;
  /** The flag or command that takes the names. */
  readonly takenBy: string;
  readonly rows: () => readonly TopicRow[] | Promise<readonly TopicRow[]>;
}

/** Everything that can be named, in the order of `blkcheck run --help`. */
export const topics: readonly Topic[] = [
  { name: 'scenarios', takenBy: '--scenario', rows: scenarioRows },
  { name: 'suites', takenBy: '--suite', rows: () => suiteRows },
  { name: 'frontends', takenBy: '--frontend', rows: () => facts(frontends) },
  { name: 'caches', takenBy: '--cache', rows: () => facts(cacheModes) },
  { name: 'faults', takenBy: '--fault', rows: () => facts(faults) },
  { name: 'profiles', takenBy: '--profile', rows: () => facts(profiles) },
  { name: 'qemu', takenBy: '--qemu', rows: () => facts(qemuReleases) },
  { name: 'machines', takenBy: '--machine', rows: () => facts(machines) },
  { name: 'dpofua', takenBy: '--dpofua', rows: () => facts(dpofuas) },
  { name: 'config-wce', takenBy: '--config-wce', rows: () => facts(configWces) },
  { name: 'queue-depths', takenBy: '--queue-depth', rows: () => facts(queueDepths) },
  { name: 'aio', takenBy: '--aio', rows: () => facts(aioEngines) },
  { name: 'werror', takenBy: '--werror', rows: () => facts(werrors) },
  { name: 'formats', takenBy: '--format', rows: () => facts(formats) },
  { name: 'guest-kernels', takenBy: '--guest-kernel', rows: () => facts(guestKernels) },
  { name: 'guest-write-caches', takenBy: '--guest-write-cache', rows: () => facts(writeCaches) },
  { name: 'hosts', takenBy: '--host', rows: () => facts(hosts) },
  { name: 'disks', takenBy: '--disk', rows: () => facts(disks) },
  { name: 'allocations', takenBy: '--allocation', rows: () => facts(allocations) },
  { name: 'atomic-units', takenBy: '--atomic-unit', rows: () => facts(atomicUnitRows) },
  { name: 'mounts', takenBy: '--mount', rows: () => facts(mounts) },
  { name: 'fsync-errors', takenBy: '--fsync-error', rows: () => facts(fsyncErrors) },
  { name: 'elevators', takenBy: '--elevator', rows: () => facts(elevators) },
  { name: 'patches', takenBy: '--patch', rows: () => facts(patches) },
  {
    name: 'input-formats',
    besides: 'formats',
    takenBy: '--input-format',
    rows: () => named(configFormats),
  },
  { name: 'assume', takenBy: '--assume', rows: () => assumes },
  { name: 'host-kernels', takenBy: '--host-kernel', rows: () => facts(hostKernels) },
  { name: 'host-notes', takenBy: '--host-note', rows: () => facts(hostNotes) },
  { name: 'reductions', takenBy: '--without', rows: () => named(reductions) },
  { name: 'disk-classes', takenBy: 'blkcheck fix --disk-class', rows: () => diskClassRows },
  { name: 'parameters', takenBy: '--param', rows: parameterRows },
  { name: 'reporters', takenBy: '--reporter', rows: () => reporterRows },
  { name: 'kinds', takenBy: 'blkcheck explain', rows: () => kindRows },
  { name: 'rules', takenBy: 'blkcheck explain', rows: ruleRows },
  { name: 'words', takenBy: 'blkcheck explain', rows: glossary },
];

const suiteSentences: Readonly<Record<Suite, string>> = {
  completion: 'orders by waiting for completions and flushes, as every correct program today',
  barrier: 'relies on barriers among requests in flight, as was possible up to Linux 2.6.36',
  careless: 'promises more than it asks the disk for; runs only when it is named',
};

const suiteRows = Object.entries(suiteSentences).map(([id, sentence]) => ({ id, sentence }));

const kindSentences: Readonly<Record<ViolationKind, string>> = {
  lost: 'acknowledged as durable, and gone',
  corrupt: 'recovery gives a state that it must not, and none of the others can be named',
  torn: 'a unit that was promised whole is half there',
  reordered: 'all that was acknowledged is there, but an order that the guest asked for is broken',
};

const kindRows = Object.entries(kindSentences).map(([id, sentence]) => ({ id, sentence }));

const reporterRows: readonly TopicRow[] = [
  { id: 'pretty', sentence: 'one screen for a person' },
  { id: 'json', sentence: 'everything, for machines; `blkcheck replay` reads it too' },
  { id: 'junit', sentence: 'XML for CI servers: a suite for each cell, or each definition' },
  { id: 'sarif', sentence: 'of definitions: for code scanning, each finding at its line' },
  { id: 'github', sentence: 'of definitions: annotations of GitHub Actions' },
  { id: 'markdown', sentence: "of definitions: for a pull request's comment" },
];

const diskClassRows = diskClasses.map(({ sentence, toCache, toMedium, ...row }) => ({
  ...row,
  sentence:
    `${sentence}; ${rangeWords(toMedium.low, toMedium.high)} to the medium, ` +
    `${rangeWords(toCache.low, toCache.high)} to the cache`,
}));

/** Of each row what every row has. */
function facts(rows: readonly DimensionValue[]): readonly TopicRow[] {
  return rows.map(({ id, sentence, source, confidence }) => ({ id, sentence, source, confidence }));
}

function named(rows: readonly TopicRow[]): readonly TopicRow[] {
  return rows.map(({ id, sentence }) => ({ id, sentence }));
}

function ruleRows(): readonly TopicRow[] {
  return rules.map(({ id, name, title, source, confidence }) => ({
    id,
    sentence: `${name}: ${title}`,
    source,
    confidence,
  }));
}

async function scenarioRows(): Promise<readonly TopicRow[]> {
  return (await shippedScenarios()).map(({ name, suite, summary, models, guests }) => ({
    id: name,
    sentence: `${suite}: ${summary}${guestsText(guests)}`,
    models,
  }));
}

/** A parameter may be that of several scenarios, and differ among them. */
async function parameterRows(): Promise<readonly TopicRow[]> {
  const sentences = new Map<string, string[]>();
  for (const { name: scenario, parameters } of await shippedScenarios()) {
    for (const { name, default: usual, values } of parameters) {
      const range =
        values.kind === 'choose' ? values.values.join(', ') : `${values.min} to ${values.max}`;
      const own = `${scenario}: ${usual} (${range})`;
      addToGroup(sentences, name, own);
    }
  }
  return [...sentences].map(([id, each]) => ({ id, sentence: each.join('; ') }));
}

/** '' for a scenario that any guest may be. */
function guestsText({ linuxFrom, linuxUntil }: Scenario['guests']): string {
  const from = linuxFrom === '' ? '' : ` from ${linuxFrom}`;
  const until = linuxUntil === '' ? '' : ` up to ${linuxUntil}`;
  return from === '' && until === '' ? '' : ` (Linux${from}${until})`;
}
