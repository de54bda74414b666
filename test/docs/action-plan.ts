import type { PatchId } from '../../src/model/configuration.js';
import { patchIds } from '../../src/model/configuration.js';
import type { RunResult } from '../../src/model/result.js';
import { type Sections, tableOf } from './pages.js';
import type { Shell } from './shell.js';

const combinations: readonly (readonly PatchId[])[] = [
  [],
  ...patchIds.map((id) => [id]),
  ['ide-write-cache', 'virtio-flush'],
  ['virtio-flush', 'honest-write-cache'],
  ['virtio-ordered-queue', 'virtio-flush', 'honest-write-cache'],
  ['ide-write-cache', 'virtio-flush', 'async-fsync', 'honest-write-cache'],
  patchIds,
];

const verdictRun = 'blkcheck run --profile 2009-08 --scenario contract-client';
/** What a commit costs depends on no fault; under this one nothing is found and shrunk. */
const costRun = 'blkcheck run --profile 2009-08 --scenario wal --fault guest-crash --runs 50';

/** The tables of the action plan, each row from one run of the command. */
export function actionPlanSections(shell: Shell): Sections {
  return {
    'unsafe-cells': async () => {
      const rows: string[][] = [];
      for (const patches of combinations) {
        const result = await resultOf(shell, verdictRun, patches);
        rows.push([stepsText(patches), unsafeText(result)]);
      }
      return tableOf(['steps taken', 'unsafe under power loss'], rows);
    },
    costs: async () => {
      const columns = [[], ...patchIds.map((id) => [id]), patchIds];
      const results: RunResult[] = [];
      for (const patches of columns) results.push(await resultOf(shell, costRun, patches));
      const head = ['cell', ...columns.map((patches) => stepsText(patches))];
      const cells = results[0]?.cells.map(({ id }) => id) ?? [];
      return tableOf(
        head,
        cells.map((cell) => [`\`${cell}\``, ...results.map((result) => costText(result, cell))]),
      );
    },
  };
}

async function resultOf(
  shell: Shell,
  start: string,
  patches: readonly PatchId[],
): Promise<RunResult> {
  const words = patches.length === 0 ? '' : ` --patch ${patches.join(',')}`;
  return JSON.parse(await shell.standardOutputOf(`${start}${words} --reporter json`));
}

function stepsText(patches: readonly PatchId[]): string {
  if (patches.length === 0) return 'none';
  if (patches.length === patchIds.length) return 'all five';
  return patches.map((id) => `\`${id}\``).join(' + ');
}

function unsafeText({ cells }: RunResult): string {
  const unsafe = cells.filter(({ verdict }) => verdict === 'unsafe');
  if (unsafe.length === 0) return '(none)';
  return unsafe.map(({ id, kinds }) => `${id} ${kinds[0] ?? ''}`).join(', ');
}

/** `host syncs / disk flushes / stall in microseconds`, of one acknowledgement. */
function costText({ results }: RunResult, cell: string): string {
  const row = results.find((candidate) => candidate.cell === cell);
  if (row === undefined) throw new Error(`no row in ${cell}`);
  const { acknowledgements, hostSyncs, diskFlushes, vcpuStallUs } = row.cost;
  return [hostSyncs, diskFlushes, vcpuStallUs]
    .map((total) => String(total / acknowledgements))
    .join(' / ');
}
