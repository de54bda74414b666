import { atomicUnitRows } from '../catalogue/atomic-units.js';
import { cacheModes } from '../catalogue/cache-modes.js';
import { configWces, dpofuas } from '../catalogue/device-properties.js';
import { diskClasses } from '../catalogue/disk-classes.js';
import { disks } from '../catalogue/disks.js';
import { faults } from '../catalogue/faults.js';
import { frontends } from '../catalogue/frontends.js';
import {
  aioEngines,
  allocations,
  elevators,
  formats,
  fsyncErrors,
  guestKernels,
  mounts,
  werrors,
  writeCaches,
} from '../catalogue/guests.js';
import { hostKernels } from '../catalogue/host-kernels.js';
import { hostNotes, hosts } from '../catalogue/hosts.js';
import { patches } from '../catalogue/patches.js';
import { profiles } from '../catalogue/profiles.js';
import { queueDepths } from '../catalogue/queue-depths.js';
import { machines, qemuReleases } from '../catalogue/releases.js';
import { rules } from '../catalogue/rules.js';
import { configFormats } from '../config/formats.js';
import type { Suite } from '../model/result.js';
import type { ViolationKind } from '../model/verdict.js';
import { rangeWords } from '../report/duration.js';
import { glossary } from '../run/glossary.js';
import { reductions } from '../run/reduction-names.js';
import { shippedScenarios } from '../run/shipped-scenarios.js';
import type { Scenario } from '../scenario/scenario.js';

export interface TopicRow {
  readonly id: string;
  readonly sentence: string;
}

export interface Topic {
  readonly name: string;
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
  { name: 'frontends', takenBy: '--frontend', rows: () => named(frontends) },
  { name: 'caches', takenBy: '--cache', rows: () => named(cacheModes) },
  { name: 'faults', takenBy: '--fault', rows: () => named(faults) },
  { name: 'profiles', takenBy: '--profile', rows: () => named(profiles) },
  { name: 'qemu', takenBy: '--qemu', rows: () => named(qemuReleases) },
  { name: 'machines', takenBy: '--machine', rows: () => named(machines) },
  { name: 'dpofua', takenBy: '--dpofua', rows: () => named(dpofuas) },
  { name: 'config-wce', takenBy: '--config-wce', rows: () => named(configWces) },
  { name: 'queue-depths', takenBy: '--queue-depth', rows: () => named(queueDepths) },
  { name: 'aio', takenBy: '--aio', rows: () => named(aioEngines) },
  { name: 'werror', takenBy: '--werror', rows: () => named(werrors) },
  { name: 'formats', takenBy: '--format', rows: () => named(formats) },
  { name: 'guest-kernels', takenBy: '--guest-kernel', rows: () => named(guestKernels) },
  { name: 'guest-write-caches', takenBy: '--guest-write-cache', rows: () => named(writeCaches) },
  { name: 'hosts', takenBy: '--host', rows: () => named(hosts) },
  { name: 'disks', takenBy: '--disk', rows: () => named(disks) },
  { name: 'allocations', takenBy: '--allocation', rows: () => named(allocations) },
  { name: 'atomic-units', takenBy: '--atomic-unit', rows: () => named(atomicUnitRows) },
  { name: 'mounts', takenBy: '--mount', rows: () => named(mounts) },
  { name: 'fsync-errors', takenBy: '--fsync-error', rows: () => named(fsyncErrors) },
  { name: 'elevators', takenBy: '--elevator', rows: () => named(elevators) },
  { name: 'patches', takenBy: '--patch', rows: () => named(patches) },
  {
    name: 'input-formats',
    besides: 'formats',
    takenBy: '--input-format',
    rows: () => named(configFormats),
  },
  { name: 'host-kernels', takenBy: '--host-kernel', rows: () => named(hostKernels) },
  { name: 'host-notes', takenBy: '--host-note', rows: () => named(hostNotes) },
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

const diskClassRows = diskClasses.map(({ id, sentence, toCache, toMedium, source }) => ({
  id,
  sentence:
    `${sentence}; ${rangeWords(toMedium.low, toMedium.high)} to the medium, ` +
    `${rangeWords(toCache.low, toCache.high)} to the cache (${source})`,
}));

function named(rows: readonly TopicRow[]): readonly TopicRow[] {
  return rows.map(({ id, sentence }) => ({ id, sentence }));
}

function ruleRows(): readonly TopicRow[] {
  return rules.map(({ id, name, title }) => ({ id, sentence: `${name}: ${title}` }));
}

async function scenarioRows(): Promise<readonly TopicRow[]> {
  return (await shippedScenarios()).map(({ name, suite, summary, guests }) => ({
    id: name,
    sentence: `${suite}: ${summary}${guestsText(guests)}`,
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
      sentences.set(name, [...(sentences.get(name) ?? []), own]);
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
