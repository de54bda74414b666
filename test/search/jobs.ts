import { readFileSync } from 'node:fs';
import type { Configuration } from '../../src/model/configuration.js';
import type { FaultOrNone } from '../../src/model/fault.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { readScenario } from '../../src/scenario/read.js';
import type { ExamineJob } from '../../src/search/examine.js';
import type { Workload } from '../../src/search/workload.js';

const root = new URL('../../', import.meta.url);

export const oracleOf: Workload['oracleOf'] = (script) => createOracle(script);

/** A workload from a file below the root of the project. */
export function workloadFrom(file: string): Workload {
  const read = readScenario(readFileSync(new URL(file, root), 'utf8'), file);
  if (!('scenario' in read)) throw new Error(JSON.stringify(read.diagnostics));
  return { scenario: read.scenario, oracleOf };
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
    runs: 400,
    seed: 7,
    blkcheckVersion: '0.0.0-test',
  };
}
