// The matrix over all configurations that exist, on the day of the mail and today, as a user starts it, with its processor time and
// what that is in starts of the command, which says more than seconds on a busy machine.
// Run: npm run build && node bench/matrix.mjs
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isSmoke, ofLimit } from './parts/smoke.mjs';

const command = fileURLToPath(new URL('../bin/blkcheck.js', import.meta.url));
const limitSeconds = { mail: 2, today: 10 };
const times = Number(process.env.TIMES ?? (isSmoke ? 1 : 5));
const part = isSmoke ? ['--frontend', 'nvme'] : [];

/** Makes the command say at its end how much processor time it took. */
const teller = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => { " +
    'const { user, system } = process.cpuUsage(); writeSync(2, "cpu " + (user + system) + "\\n"); });',
)}`;

function run(...words) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['--import', teller, command, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0 && status !== 1) throw new Error(`exit ${status}: ${stderr}`);
  const wallSeconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { wallSeconds, cpuSeconds: Number(/^cpu (\d+)$/m.exec(stderr)?.[1]) / 1e6 };
}

/** The least of some runs: what else the machine does only adds to it. */
function best(...words) {
  const runs = Array.from({ length: times }, () => run(...words));
  const least = (of) => Math.min(...runs.map((each) => each[of]));
  return { wallSeconds: least('wallSeconds'), cpuSeconds: least('cpuSeconds') };
}

const floor = best('--version');
const scenarios = best('list', 'scenarios');
const mail = best('matrix', '--profile', '2009-08');
const today = best('matrix', ...part);
for (const [name, { wallSeconds, cpuSeconds }] of Object.entries({
  floor,
  scenarios,
  mail,
  today,
})) {
  const ratio = (cpuSeconds / floor.cpuSeconds).toFixed(1);
  const [wall, cpu] = [wallSeconds, cpuSeconds].map((seconds) => seconds.toFixed(2));
  console.log(`${name.padEnd(10)} ${wall} s wall, ${cpu} s processor, ${ratio} x the floor`);
}
const { mail: ofMail, today: ofToday } = limitSeconds;
const limitLine = ofLimit(
  `the limits, wall on two cores with nothing else to do: ${ofMail} s for the day of the mail, ` +
    `${ofToday} s for today`,
);
if (limitLine !== '') console.log(limitLine);
