import { describe, expect, it } from 'vitest';
import { type DefinitionFormat, recognise } from '../../src/config/formats.js';
import { bareContext, type ReadResult } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import { readers } from './readers.js';
import { secondsOfWork } from './work.js';

const many = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join('');

/** Each line doubles what the one before it holds. */
const doubling = (first: string, next: (index: number) => string) => `${first}\n${many(40, next)}`;

const xml = (devices: string) => `<domain type='kvm'><devices>${devices}</devices></domain>`;
const disk = "<disk><source file='/a'/><target dev='sda'/></disk>";

/** Texts that grow in somebody's hands; each must be read or refused in about the time that it takes to look at it. */
const hostile: readonly (readonly [string, DefinitionFormat, () => string])[] = [
  [
    'strings that double',
    'qemu',
    () =>
      `${doubling('A0=xxxxxxxx', (n) => `A${n + 1}="$A${n}$A${n}"\n`)}qemu-system-x86_64 -hda "$A40"\n`,
  ],
  [
    'arrays that double',
    'qemu',
    () =>
      `${doubling('A0=(a b c d)', (n) => `A${n + 1}=("\${A${n}[@]}" "\${A${n}[@]}")\n`)}qemu-system-x86_64 "\${A40[@]}"\n`,
  ],
  [
    'an array with many additions',
    'qemu',
    () => `#!/bin/bash\n${many(100_000, () => 'A+=(y)\n')}qemu-system-x86_64 -hda a "\${A[@]}"\n`,
  ],
  [
    'an array that is made of itself',
    'qemu',
    () =>
      `#!/bin/bash\nA=(x)\n${many(30_000, () => 'A=("${A[@]}" y)\n')}qemu-system-x86_64 -hda a $A\n`,
  ],
  [
    'a text that is made of itself',
    'qemu',
    () => `#!/bin/bash\n${many(50_000, () => 'A="$A y"\nB+=y\n')}qemu-system-x86_64 -hda a $A $B\n`,
  ],
  [
    'input from a command in one another',
    'qemu',
    () => `#!/bin/bash\nqemu-system-x86_64 -hda a ${many(100_000, () => '<(x ')}\n`,
  ],
  [
    'drives',
    'qemu',
    () => `qemu-system-x86_64 ${many(60_000, () => '-drive file=a,if=virtio ')}\n`,
  ],
  [
    'devices',
    'qemu',
    () =>
      `qemu-system-x86_64 ${many(30_000, (n) => `-device virtio-scsi-pci,id=s${n} -device scsi-hd,drive=d `)}\n`,
  ],
  [
    'globals',
    'qemu',
    () =>
      `qemu-system-x86_64 ${many(20_000, () => '-global ide-hd.x=1 ')}${many(10_000, () => '-hda a ')}\n`,
  ],
  [
    'options of one drive',
    'qemu',
    () => `qemu-system-x86_64 -drive ${many(200_000, (n) => `a${n}=b,`)}if=virtio\n`,
  ],
  [
    'nodes in a ring',
    'qemu',
    () =>
      `qemu-system-x86_64 ${many(2_000, (n) => `-blockdev driver=raw,node-name=n${n},file=n${(n + 1) % 2_000} `)}-device virtio-blk-pci,drive=n0\n`,
  ],
  ['JSON without end', 'qemu', () => `qemu-system-x86_64 -blockdev '${'{"a":'.repeat(100_000)}'\n`],
  ['commands', 'qemu', () => many(20_000, () => 'qemu-system-x86_64 -hda a\n')],
  [
    'apostrophes in prose',
    'qemu',
    () => `It's\n${many(20_000, () => "don't\n  qemu-system-x86_64 -hda 'a\n")}`,
  ],
  ['substitutions', 'qemu', () => `qemu-system-x86_64 -hda ${'$('.repeat(50_000)}\n`],
  ['disks', 'libvirt', () => xml(many(60_000, () => disk))],
  [
    'controllers',
    'libvirt',
    () =>
      xml(many(5_000, () => disk) + many(60_000, (n) => `<controller type='scsi' index='${n}'/>`)),
  ],
  ['domains', 'libvirt', () => many(20_000, () => xml(disk))],
  [
    'arguments',
    'libvirt',
    () =>
      `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><devices>${many(5_000, () => disk)}</devices><q:commandline>${many(30_000, () => "<q:arg value='-set'/><q:arg value='device.scsi0-0-0.write-cache=off'/>")}</q:commandline></domain>`,
  ],
  ['settings', 'proxmox', () => many(100_000, (n) => `scsi${n % 31}: local:1/a.raw,cache=none\n`)],
  [
    'machines and preferences',
    'kubevirt',
    () =>
      many(
        5_000,
        (n) =>
          `---\nkind: VirtualMachinePreference\nmetadata: { name: p${n} }\n---\nkind: VirtualMachine\nspec: { preference: { name: p${n} } }\n`,
      ),
  ],
  [
    'aliases',
    'kubevirt',
    () =>
      `kind: VirtualMachineInstance\na: &a { name: d }\nspec: { volumes: [${many(20_000, () => '*a, ')}] }\n`,
  ],
  [
    'entities that double',
    'libvirt',
    () =>
      `<!DOCTYPE d [<!ENTITY e0 "ha">${many(40, (n) => `<!ENTITY e${n + 1} "&e${n};&e${n};">`)}]><domain><name>&e40;</name></domain>`,
  ],
  [
    'aliases that double',
    'kubevirt',
    () =>
      `a0: &a0 [x]\n${many(40, (n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`)}kind: VirtualMachine\nspec: *a40\n`,
  ],
  ['aliases of themselves', 'kubevirt', () => 'kind: VirtualMachine\nspec: &a { template: *a }\n'],
  ['elements in one another', 'libvirt', () => `<domain>${'<a>'.repeat(1_000_000)}`],
  [
    'brackets in one another',
    'kubevirt',
    () => `kind: VirtualMachine\nspec: ${'['.repeat(200_000)}`,
  ],
  [
    'lines ever deeper',
    'kubevirt',
    () => `kind: VirtualMachine\n${many(1_500, (n) => `${' '.repeat(n)}a:\n`)}`,
  ],
  ['JSON in one another', 'firecracker', () => `{"drives": ${'['.repeat(1_000_000)}`],
  ['blocks in one another', 'packer', () => `source "qemu" "a" {${'a {'.repeat(80_000)}`],
  [
    'calls in one another',
    'vagrant',
    () => `Vagrant.configure("2") do |c|\n${'f('.repeat(120_000)}`,
  ],
  ['NULs in XML', 'libvirt', () => `<domain><name>a\0</name>${'\0'.repeat(1_000_000)}</domain>`],
  ['NULs in YAML', 'kubevirt', () => `kind: VirtualMachine\na: "${'\0'.repeat(1_000_000)}"\n`],
  ['NULs, for Proxmox VE', 'proxmox', () => `scsi0: local:1\0${'\0'.repeat(1_000_000)}\n`],
  ['NULs', 'qemu', () => `qemu-system-x86_64\0-drive\0if=virtio,file=a\0${'\0'.repeat(1_000_000)}`],
];

describe('a hostile text does not hold a reader up:', () => {
  it.each(hostile)(
    '%s',
    (_, format, make) => {
      const text = make();
      const started = secondsOfWork();
      recognise(text, '');
      const result: ReadResult = readers[format](sourceText('hostile', text), bareContext);
      expect(secondsOfWork() - started).toBeLessThan(4);
      if ('diagnostics' in result) {
        expect(result.diagnostics[0]?.line).toBeGreaterThan(0);
      }
    },
    60_000,
  );

  it('and says what it leaves out', () => {
    for (const [name, format] of [
      ['drives', 'qemu'],
      ['disks', 'libvirt'],
    ] as const) {
      const [, , make] = hostile.find(([each]) => each === name) ?? [];
      const result = readers[format](sourceText('hostile', make?.() ?? ''), bareContext);
      const notes = 'read' in result ? result.read.definitions.flatMap((each) => each.notes) : [];
      expect(notes.map(({ message }) => message)).toContainEqual(
        expect.stringMatching(/rest is not read/),
      );
    }
  }, 60_000);
});
