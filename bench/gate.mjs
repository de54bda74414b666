// How long `blkcheck run` takes for one libvirt domain from a cold start, and for 1,000 with 4,000 disks.
// A file may take half a second more than starting node; 4,000 disks may take 5 s.
// Run: npm run build && node bench/gate.mjs
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSmoke, ofLimit } from './parts/smoke.mjs';

const binary = fileURLToPath(new URL('../bin/blkcheck.js', import.meta.url));
const domainCount = isSmoke ? 3 : 1000;
const times = isSmoke ? 1 : 5;
const caches = ['none', 'writeback', 'directsync', 'unsafe'];

const diskOf = (name, cache, index) => `<disk type='file' device='disk'>
  <driver name='qemu' type='qcow2' cache='${cache}'/><source file='/srv/${name}-${index}.qcow2'/>
  <target dev='vd${'abcd'[index]}' bus='virtio'/></disk>`;

const domainOf = (name, modes) => `<domain type='kvm'><name>${name}</name>
<os><type machine='pc-q35-10.0'>hvm</type></os><devices>
${modes.map((cache, index) => diskOf(name, cache, index)).join('\n')}</devices></domain>\n`;

function secondsOf(words, cwd) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
  if (status !== 0 && status !== 1) throw new Error(`exit ${status}: ${stderr}`);
  return (performance.now() - start) / 1000;
}

function medianOf(words, cwd) {
  const all = Array.from({ length: times }, () => secondsOf(words, cwd)).sort((a, b) => a - b);
  return all[Math.floor(all.length / 2)];
}

const folder = mkdtempSync(join(tmpdir(), 'blkcheck-bench-'));
const many = join(folder, 'many');
try {
  mkdirSync(many);
  for (let index = 0; index < domainCount; index += 1)
    writeFileSync(join(many, `vm${index}.xml`), domainOf(`vm${index}`, caches));
  const floor = medianOf(['-e', '0'], folder);
  console.log(`node alone: ${floor.toFixed(2)} s`);
  const show = (what, seconds, limit) => {
    const ratio = (seconds / floor).toFixed(1);
    const isKept = isSmoke || seconds <= limit;
    console.log(
      `${what}: ${seconds.toFixed(2)} s, ${ratio} times node alone` +
        ofLimit(`; limit ${limit.toFixed(2)} s`),
    );
    if (!isKept) process.exitCode = 1;
  };
  for (const [what, modes] of [
    ['1 domain, 1 disk that is safe', ['none']],
    ['1 domain, 3 disks that are safe', caches.slice(0, 3)],
    ['1 domain, 1 disk that is not', ['unsafe']],
    ['1 domain, 4 disks, 1 of them not', caches],
  ]) {
    writeFileSync(join(folder, 'vm.xml'), domainOf('vm', modes));
    show(what, medianOf([binary, 'run', 'vm.xml', '--quiet'], folder), floor + 0.5);
  }
  const all = secondsOf([binary, 'run', '.', '--quiet'], many);
  show(`${domainCount} domains, ${4 * domainCount} disks`, all, 5);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
