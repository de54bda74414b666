import * as v from 'valibot';
import { cacheModeIds, frontendIds } from '../../model/configuration.js';
import type { MatrixResult } from '../../model/matrix-result.js';
import { verdicts, violationKinds } from '../../model/verdict.js';
import { workloadBugsSchema } from '../run/result-schema.js';
import { count } from '../story/script-schema.js';

const kinds = v.array(v.picklist(violationKinds));
const axis = { key: v.string(), values: v.array(v.string()) };

const condition = v.strictObject({
  literals: v.array(
    v.strictObject({
      ...axis,
      excluded: v.pipe(v.array(v.string()), v.description('The values that it has not.')),
    }),
  ),
  kinds,
  cells: v.pipe(count, v.description('Configurations x faults that meet all literals.')),
  example: v.strictObject({
    configuration: v.pipe(v.string(), v.description('What `blkcheck explain` and `fix` take.')),
    fault: v.string(),
  }),
});

const cell = v.strictObject({
  frontend: v.picklist(frontendIds),
  cache: v.picklist(cacheModeIds),
  verdict: v.pipe(v.picklist(verdicts), v.description('The worst.')),
  kinds,
  cells: count,
  unsafe: count,
  inconclusive: count,
});

/** The object that `blkcheck matrix --reporter json` prints. */
export const matrixSchema: v.GenericSchema<unknown, MatrixResult> = v.pipe(
  v.strictObject({
    schemaVersion: v.literal(1),
    blkcheckVersion: v.string(),
    profile: v.string(),
    assumptions: v.pipe(
      v.array(
        v.strictObject({
          key: v.string(),
          value: v.string(),
          origin: v.picklist(['profile', 'flag']),
        }),
      ),
      v.description('What is taken for granted of releases that nobody ran or read.'),
    ),
    axes: v.pipe(
      v.array(v.strictObject(axis)),
      v.description('The fault, and every dimension, with the values that were looked at.'),
    ),
    scenarios: v.array(v.string()),
    leftOut: v.array(v.strictObject({ scenario: v.string(), reason: v.string() })),
    configurations: count,
    refused: v.pipe(count, v.description('Combinations of the values that cannot be.')),
    cells: count,
    factors: v.strictObject({ guest: count, storage: count }),
    behaviours: v.pipe(count, v.description('Cells that behave alike get the same verdict.')),
    basis: v.picklist(['analysis', 'analysis and proof']),
    executions: count,
    grid: v.array(cell),
    conditions: v.pipe(
      v.array(condition),
      v.description('A cell is unsafe if and only if it meets one of them.'),
    ),
    isSmallest: v.boolean(),
    checkedCells: count,
    summary: v.strictObject({
      safe: count,
      unsafe: count,
      inconclusive: count,
      workloadBugs: workloadBugsSchema,
      exitCode: count,
    }),
  }),
  v.title('blkcheck matrix'),
  v.description('What `blkcheck matrix --reporter json` prints.'),
);
