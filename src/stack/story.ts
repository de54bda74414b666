import type { TraceRow } from '../model/finding.js';
import type { World } from './world.js';

export type Lane = 'guest' | 'device' | 'host' | 'disk';

/**
 * Adds to the story: a lane of the row of the same operation, or a new row. That a request is in
 * flight gives way to its completion, where nothing happened in between.
 */
export function tell(world: World, operation: number, lane: Lane, text: string): void {
  const { trace } = world;
  if (trace === null) return;
  const last = trace.at(-1);
  if (last !== undefined && last.operation === operation && isFree(last, lane)) {
    trace[trace.length - 1] = { ...last, [lane]: text };
    return;
  }
  trace.push({ ...emptyRow, operation, [lane]: text });
}

function isFree(row: TraceRow, lane: Lane): boolean {
  if (row.mark !== '') return false;
  if (row[lane] === '') return true;
  return row[lane].endsWith('in flight') && row.host === '' && row.disk === '';
}

export function tellAcknowledged(world: World, operation: number, guest: string): void {
  world.trace?.push({ ...emptyRow, operation, guest, mark: 'acknowledged' });
}

/** The fault, with what it takes from each lane. */
export function tellFault(world: World, lanes: Readonly<Record<Lane, string>>): void {
  world.trace?.push({ ...emptyRow, ...lanes, mark: 'power-cut' });
}

const emptyRow: TraceRow = { operation: 0, guest: '', device: '', host: '', disk: '', mark: '' };
