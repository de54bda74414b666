import { readFileSync } from 'node:fs';
import { dimensionOf } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import type { CacheModeId, Configuration, FrontendId } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import type { ViolationKind } from '../../src/model/verdict.js';
import { profileConfiguration } from '../../src/run/configurations/configurations.js';
import { examineByProof } from '../../src/search/examine/examine-by-proof.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { createProver } from '../../src/search/proof/prover.js';
import { buildStack } from '../../src/stack/build.js';
import { jobFor, workloadFrom } from '../search/jobs.js';

export const namedCaches = ['writeback', 'none', 'writethrough', 'directsync', 'unsafe'] as const;

/** The rows of a table as records; `#` begins a comment. */
export function tableFrom(file: string): readonly Readonly<Record<string, string>>[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const [head = [], ...rows] = lines.map((line) => line.split(','));
  return rows.map((cells) => {
    if (cells.length !== head.length) throw new Error(`${file}: ${cells.join()}`);
    return Object.fromEntries(head.map((name, column) => [name, cells[column] ?? '']));
  });
}

/** A configuration of the newest profile in which dimensions have other values. */
export function todays(
  frontend: string,
  cache: CacheModeId,
  changes: Readonly<Record<string, string>>,
): Configuration {
  const usual = profileConfiguration(defaultProfile, frontend as FrontendId, cache);
  return Object.entries(changes).reduce(
    (configuration, [key, value]) => dimensionOf(key).write(configuration, value),
    usual,
  );
}

const prover = createProver({
  reductions: allReductions,
  limits: { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false },
  sharesProofs: true,
  crashRecovery: false,
});

const workloadNames = [
  'journal',
  'checkpoint',
  'fsync',
  'odsync',
  'completed',
  'second',
  'beside',
] as const;

const workloads = Object.fromEntries(
  workloadNames.map((name) => [name, workloadFrom(`test/today/${name}.yaml`)]),
);

/** Every kind of promise that any run of the workload breaks: a proof, not a sample. */
export function kindsOf(
  name: (typeof workloadNames)[number],
  configuration: Configuration,
  fault: FaultId = 'power-loss',
): ReadonlySet<ViolationKind> {
  const workload = workloads[name];
  if (workload === undefined) throw new Error(name);
  const subject = { workload, parameters: {}, stack: buildStack(configuration) };
  const { failures, isComplete } = prover.prove(subject, [fault], fault);
  if (!isComplete) throw new Error(`${name}: the proof is not complete`);
  return new Set(failures.map(({ kind }) => kind));
}

/** The rules of its findings, each shrunk and replayed. */
export function rulesOf(
  name: 'journal' | 'fsync',
  configuration: Configuration,
  fault: FaultId,
): readonly string[] {
  const workload = workloads[name];
  if (workload === undefined) throw new Error(name);
  const job = { ...jobFor(`test/today/${name}.yaml`, configuration, fault), workload };
  return examineByProof(job, prover).findings.map(({ rule }) => rule);
}
