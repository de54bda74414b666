import { expect, it } from 'vitest';
import { readIncus } from '../../src/config/incus/read.js';
import { readKubevirt } from '../../src/config/kubevirt/read.js';
import { readLibvirt } from '../../src/config/libvirt/read.js';
import { readProxmox } from '../../src/config/proxmox/read.js';
import { readQemu } from '../../src/config/qemu/read.js';
import type { Reader } from '../../src/config/reader.js';
import { read } from './reading.js';

const texts: readonly (readonly [string, Reader, (mode: string) => string])[] = [
  [
    'libvirt',
    readLibvirt,
    (mode) => `<domain type='kvm'><name>a</name><devices><disk type='file'>
      <driver name='qemu' type='raw' cache='${mode}'/><source file='/a'/><target dev='vda'/>
      </disk></devices></domain>`,
  ],
  ['QEMU', readQemu, (mode) => `qemu-system-x86_64 -drive file=/a,if=virtio,cache=${mode}\n`],
  ['Proxmox VE', readProxmox, (mode) => `name: a\nscsi0: local:100/vm.raw,cache=${mode}\n`],
  [
    'KubeVirt',
    readKubevirt,
    (mode) => `kind: VirtualMachineInstance
spec:
  domain: { devices: { disks: [{ name: a, cache: ${mode}, disk: { bus: virtio } }] } }
  volumes: [{ name: a, persistentVolumeClaim: { claimName: c } }]
`,
  ],
  [
    'Incus',
    readIncus,
    (mode) => `type: virtual-machine
name: a
devices:
  root: { type: disk, path: /, pool: default, io.cache: ${mode} }
`,
  ],
];

function refusals(reader: Reader, text: string): string {
  const { definitions } = read(reader, text);
  const notes = definitions.flatMap((each) => [
    ...each.notes,
    ...each.disks.flatMap((d) => d.notes),
  ]);
  return notes
    .filter(({ rule }) => rule === 'refused-by-qemu')
    .map(({ message }) => message)
    .join('\n');
}

it.each(texts)(
  '%s: a misspelt cache mode is refused with the word that was meant',
  (_, reader, of) => {
    expect(refusals(reader, of('writebak'))).toContain('`writeback`?)');
    expect(refusals(reader, of('writeback'))).toBe('');
    expect(refusals(reader, of('sometimes'))).toMatch(/^(?!.*did you mean).+/u);
  },
);
