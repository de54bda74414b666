// Reading definitions: node bench/config.mjs, after a build.
//
// 1,000 libvirt domains with 4,000 disks in one text, and one machine with the command started anew.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readLibvirt } from '../dist/config/libvirt/read.js';
import { sourceText } from '../dist/config/text.js';
import { isSmoke } from './parts/smoke.mjs';

const domainCount = isSmoke ? 10 : 1_000;
const buses = ['virtio', 'virtio', 'scsi', 'sata'];
const modes = ['none', 'writeback', 'unsafe', 'directsync'];

/** A domain as `virsh dumpxml` prints it: most of it is no disk. */
function domain(index) {
  const disks = buses.map(
    (bus, nth) => `
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='${modes[nth]}' discard='unmap'/>
      <source file='/var/lib/libvirt/images/vm${index}-${nth}.qcow2' index='${nth}'/>
      <backingStore/>
      <target dev='${bus === 'virtio' ? 'vd' : 'sd'}${'abcd'[nth]}' bus='${bus}'/>
      <alias name='disk${nth}'/>
      <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x${nth}'/>
    </disk>`,
  );
  const ports = Array.from(
    { length: 14 },
    (_, port) => `
    <controller type='pci' index='${port}' model='pcie-root-port'>
      <model name='pcie-root-port'/>
      <target chassis='${port}' port='0x${port}'/>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0'/>
    </controller>`,
  );
  return `<domain type='kvm' id='${index}'>
  <name>vm${index}</name>
  <os><type arch='x86_64' machine='pc-q35-9.2'>hvm</type></os>
  <devices>${disks.join('')}${ports.join('')}
    <controller type='scsi' index='0' model='virtio-scsi'/>
  </devices>
</domain>
`;
}

const text = Array.from({ length: domainCount }, (_, index) => domain(index)).join('');
const context = { related: () => null, companions: [], qemuVersion: '', storages: null };

/** The shortest of several times; the machine is never quiet. */
function fastest(rounds, run) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    run();
    best = Math.min(best, performance.now() - started);
  }
  return Math.round(best);
}

const command = fileURLToPath(new URL('../bin/blkcheck.js', import.meta.url));
const file = fileURLToPath(new URL('../examples/vms/db01.xml', import.meta.url));
const start = (...words) => spawnSync(process.execPath, words, { stdio: 'ignore' });

const megabytes = (text.length / 1_048_576).toFixed(1);
const readMs = fastest(isSmoke ? 1 : 5, () => readLibvirt(sourceText('dump.xml', text), context));
const nodeMs = fastest(isSmoke ? 1 : 9, () => start('-e', '0'));
const commandMs = fastest(isSmoke ? 1 : 9, () => start(command, 'config', file));
console.log(`${domainCount} domains, ${4 * domainCount} disks, ${megabytes} MiB: ${readMs} ms`);
console.log(`one file: ${commandMs} ms, of which node ${nodeMs} ms`);
