// Peak memory of a million sampled runs against that of a tenth of them.
// Run: npm run build && node bench/memory.mjs
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../bin/blkcheck.js', import.meta.url));
const peakMemory = new URL('./peak-memory.mjs', import.meta.url).href;

/** A scenario that is one script would be proved, however many runs are asked for. */
const words = [
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
    ['--import', peakMemory, command, ...words, '--runs', String(runs), '--reporter', 'json'],
    { encoding: 'utf8' },
  );
  const peak = /peak (\d+) KiB/.exec(stderr)?.[1];
  if (status !== 0 || peak === undefined) throw new Error(stderr);
  const { results } = JSON.parse(stdout);
  if (!results.some(({ explored }) => explored.runs === runs))
    throw new Error('nothing was sampled');
  return Number(peak) / 1024;
}

const [tenth, whole] = [100_000, 1_000_000].map(peakMiB);
console.log(`peak memory,   100,000 runs ${tenth.toFixed(0)} MiB`);
console.log(`peak memory, 1,000,000 runs ${whole.toFixed(0)} MiB`);
console.log(`ratio                       ${(whole / tenth).toFixed(2)}`);
