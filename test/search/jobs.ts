import { readFileSync } from 'node:fs';
import type { Configuration } from '../../src/model/configuration.js';
import type { FaultOrNone } from '../../src/model/fault.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { readScenario } from '../../src/scenario/read.js';
import {
  type Engines,
  type Examination,
  type ExamineJob,
  examine,
} from '../../src/search/examine/examine.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { createProver, type ProverOptions } from '../../src/search/proof/prover.js';
import { createSampler } from '../../src/search/sample/sampler.js';
import type { Workload } from '../../src/search/workload.js';

const root = new URL('../../', import.meta.url);

export const oracleOf: Workload['oracleOf'] = (script) => createOracle(script);

/** A workload from a file below the root of the project. */
export function workloadFrom(file: string): Workload {
  const read = readScenario(readFileSync(new URL(file, root), 'utf8'), file);
  if (!('scenario' in read)) throw new Error(JSON.stringify(read.diagnostics));
  return { scenario: read.scenario, oracleOf, members: null };
}

export function jobFor(
  file: string,
  configuration: Configuration,
  fault: FaultOrNone = 'power-loss',
): ExamineJob {
  return {
    id: `${file}:${configuration.frontend}:${fault}`,
    workload: workloadFrom(file),
    parameters: {},
    stack: { kind: 'configuration' },
    configuration,
    fault,
    faults: [fault],
    method: 'sample',
    runs: 400,
    seed: 7,
    blkcheckVersion: '0.0.0-test',
  };
}

/** Engines that share nothing between machines, with what is given of a prover. */
export function enginesWith(options: Partial<ProverOptions>): Engines {
  const prover = createProver({
    reductions: allReductions,
    limits: { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false },
    sharesProofs: false,
    crashRecovery: false,
    ...options,
  });
  return { prover, sampler: createSampler(options.sharesProofs ?? false, () => false) };
}

/**
 * Proves with all reductions and without an end. Made anew for each use: one that is kept answers the
 * second time from memory, and a test that asks twice sees nothing.
 */
export const engines: Engines = {
  get prover() {
    return enginesWith({}).prover;
  },
  get sampler() {
    return enginesWith({}).sampler;
  },
};

/** The job answered by a sample, as `jobFor` makes it. */
export function sampled(...given: Parameters<typeof jobFor>): Examination {
  return examine(jobFor(...given), engines);
}

/** The same job answered by a proof. */
export function proved(...given: Parameters<typeof jobFor>): Examination {
  return examine({ ...jobFor(...given), method: 'proof' }, engines);
}
