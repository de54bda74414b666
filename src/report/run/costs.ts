import type { Cell, Cost, RunResult } from '../../model/result.js';
import type { Paint } from '../text/paint.js';
import { tableLines } from '../text/table.js';

type Counted = Exclude<keyof Cost, 'acknowledgements'>;

const columns = [
  ['host syncs', 'hostSyncs'],
  ['disk flushes', 'diskFlushes'],
  ['vCPU stall (µs)', 'vcpuStallUs'],
] as const satisfies readonly (readonly [string, Counted])[];

/** Over all acknowledgements of some cells' workloads; null where nothing was acknowledged. */
function each(cells: readonly Cell[], { results }: RunResult, counted: Counted): string | null {
  const ids = new Set(cells.map(({ id }) => id));
  const costs = results.filter((row) => ids.has(row.cell));
  const acknowledgements = costs.reduce((sum, { cost }) => sum + cost.acknowledgements, 0);
  const total = costs.reduce((sum, { cost }) => sum + cost[counted], 0);
  return acknowledgements === 0 ? null : (total / acknowledgements).toFixed(1);
}

/** What each cell pays for an acknowledgement, in virtual time. */
export function costLines(result: RunResult, paint: Paint): readonly string[] {
  const head = ['for each acknowledgement', ...columns.map(([name]) => name)];
  const rows = result.cells.map((cell) => [
    cell.id,
    ...columns.map(([, counted]) => each([cell], result, counted) ?? '-'),
  ]);
  return tableLines([head.map(paint.faint), ...rows]);
}

/**
 * One line where steps of the action plans are taken: some change no verdict, only what the safe
 * cells pay. Unsafe cells are left out, because what they save is what they lose.
 */
export function costSummary(result: RunResult): readonly string[] {
  const isPatched = result.results.some(({ configuration }) => configuration.patches.length > 0);
  const safe = result.cells.filter(({ verdict }) => verdict === 'safe');
  const [syncs, flushes, stall] = columns.map(([, counted]) => each(safe, result, counted));
  if (!isPatched || syncs === null || flushes === null || stall === null) return [];
  return [
    `safe cells pay per commit: ${syncs} syncs, ${flushes} flushes, ${stall} µs of vCPU stall`,
  ];
}
