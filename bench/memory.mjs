// Peak memory of a million sampled runs against that of a tenth of them.
// Run: npm run build && node bench/memory.mjs
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isSmoke } from './parts/smoke.mjs';

const command = fileURLToPath(new URL('../bin/blkcheck.js', import.meta.url));
const peakMemory = new URL('./parts/peak-memory.mjs', import.meta.url).href;

/** A scenario that is one script would be proved, however many runs are asked for. */
const commandWords = [
  'run',
  '--profile',
  '2009-08',
  '--scenario',
  'litmus-sync',
  '--frontend',
  'scsi',
  '--cache',
  'writeback',
];

function peakMiB(runs) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      '--import',
      peakMemory,
      command,
      ...commandWords,
      '--runs',
      String(runs),
      '--reporter',
      'json',
    ],
    { encoding: 'utf8' },
  );
  const peak = /peak (\d+) KiB/.exec(stderr)?.[1];
  if (status !== 0 || peak === undefined) throw new Error(stderr);
  const { results } = JSON.parse(stdout);
  if (!results.some(({ explored }) => explored.runs === runs))
    throw new Error('nothing was sampled');
  return Number(peak) / 1024;
}

const counts = isSmoke ? [100, 1_000] : [100_000, 1_000_000];
const [tenth, whole] = counts.map(peakMiB);
console.log(`peak memory, ${counts[0]} runs   ${tenth.toFixed(0)} MiB`);
console.log(`peak memory, ${counts[1]} runs  ${whole.toFixed(0)} MiB`);
console.log(`ratio                       ${(whole / tenth).toFixed(2)}`);
