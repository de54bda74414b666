// How long `blkcheck run` takes for 1,000 libvirt domains with 4,000 disks, and for one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSmoke } from './parts/smoke.mjs';

const binary = fileURLToPath(new URL('../bin/blkcheck.js', import.meta.url));
const domainCount = isSmoke ? 3 : 1000;
const caches = ['none', 'writeback', 'directsync', 'unsafe'];

const diskOf = (name, cache, index) => `<disk type='file' device='disk'>
  <driver name='qemu' type='qcow2' cache='${cache}'/><source file='/srv/${name}-${index}.qcow2'/>
  <target dev='vd${'abcd'[index]}' bus='virtio'/></disk>`;

const domainOf = (name) => `<domain type='kvm'><name>${name}</name>
<os><type machine='pc-q35-10.0'>hvm</type></os><devices>
${caches.map((cache, index) => diskOf(name, cache, index)).join('\n')}</devices></domain>\n`;

function secondsOf(words, cwd) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
  if (status !== 0 && status !== 1) throw new Error(`exit ${status}: ${stderr}`);
  return { seconds: (performance.now() - start) / 1000, status };
}

const folder = mkdtempSync(join(tmpdir(), 'blkcheck-bench-'));
try {
  for (let index = 0; index < domainCount; index += 1)
    writeFileSync(join(folder, `vm${index}.xml`), domainOf(`vm${index}`));
  const floor = secondsOf(['-e', '0'], folder).seconds;
  const show = (what, { seconds, status }) => {
    const ratio = (seconds / floor).toFixed(1);
    console.log(`${what}: ${seconds.toFixed(2)} s, ${ratio} times node alone, status ${status}`);
  };
  console.log(`node alone: ${floor.toFixed(2)} s`);
  show('1 domain, 4 disks', secondsOf([binary, 'run', 'vm0.xml', '--quiet'], folder));
  show(
    `${domainCount} domains, ${4 * domainCount} disks`,
    secondsOf([binary, 'run', '.', '--quiet'], folder),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
