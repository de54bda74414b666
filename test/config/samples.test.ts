import { describe, expect, it } from 'vitest';
import { type DefinitionFormat, recognise } from '../../src/config/formats.js';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import { readers } from './readers.js';
import { hasSamples, sample, sampleFolders, sampleNames } from './shared.js';

/** Every file of every folder, whatever it is. */
const files = sampleFolders().flatMap((folder) =>
  sampleNames(folder)
    .filter((name) => name.includes('.') || folder === 'qemu-iotests')
    .map((name) => ({ folder, name })),
);

const ofFormat: readonly (readonly [RegExp, DefinitionFormat])[] = [
  [/^libvirt-(11|9|2017).*\.xml$/, 'libvirt'],
  [/^(libvirt-(11|9|2017)).*\.args$/, 'qemu'],
  [/^virt-install\/.*\.xml$/, 'libvirt'],
  [/^nixvirt\/.*\.xml$/, 'libvirt'],
  [/^libvirt-wild\/.*\.xml$/, 'libvirt'],
  [/^proxmox-[789].*\.conf$/, 'proxmox'],
  [/^proxmox-[789].*\.conf\.cmd$/, 'qemu'],
  [/^proxmox-(misc|wild|qm-scripts)\//, 'proxmox'],
  [/^kubevirt(-templates|-wild|-preferences)?\/.*\.ya?ml$/, 'kubevirt'],
  [/^qemu-readconfig\//, 'qemu'],
  [/^qemu-shell\/buildroot.*/, 'qemu'],
  [/^qemu-shell\/kholia.*(boot|Boot).*\.sh$/, 'qemu'],
  [/^terraform-.*\.tf$/, 'terraform'],
  [/^packer\//, 'packer'],
  [/^vagrant-libvirt\/.*Vagrantfile/, 'vagrant'],
  [/^vagrant-libvirt\/.*_spec__.*\.xml$/, 'libvirt'],
  [/^firecracker\//, 'firecracker'],
  [/^cloud-hypervisor\//, 'cloud-hypervisor'],
  [/^openstack\/.*\.conf\.j2$/, 'openstack'],
  [/^ovirt\/(?!.*snippet).*\.xml$/, 'libvirt'],
];

/** Differences between two texts, a program, and files of machines that are defined in other files. */
const notOfFormat =
  /virt-xml-(?!build-disk)|virt-xml-build-disk-domain|^proxmox-[^/]*\/_|(_|pkr-)(variables|outputs|local|import)\.(tf|pkr\.hcl)$|environment_container|harvester_(loadbalancer|virtualmachine__data)|node_device_info|proxmox-firewall|pkr-builder|__qemu__(config|qemu-ubuntu)|two_disks|network_util/;

describe.skipIf(!hasSamples)('real files', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThan(2_000);
  });

  it('are recognised as what they are', () => {
    const wrong = files.flatMap(({ folder, name }) => {
      const path = `${folder}/${name}`;
      const format = ofFormat.find(([pattern]) => pattern.test(path))?.[1];
      if (format === undefined || notOfFormat.test(path)) return [];
      const found = recognise(sample(folder, name), name);
      return found === format ? [] : [`${path}: ${found}`];
    });
    expect(wrong).toEqual([]);
  });

  it('are read, or refused with a reason and a place, by every reader', () => {
    const wrong: string[] = [];
    for (const [index, { folder, name }] of files.entries()) {
      const text = sample(folder, name);
      const own = recognise(text, name);
      for (const [format, reader] of Object.entries(readers)) {
        // Its own reader reads every file; what the others say of it is asked of each tenth.
        if (format !== own && index % 10 !== 0) continue;
        const result = reader(sourceText(name, text), bareContext);
        if ('read' in result) continue;
        const [first] = result.diagnostics;
        const isPlaced = first !== undefined && first.line > 0 && first.message !== '';
        if (!isPlaced) wrong.push(`${folder}/${name} as ${format}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 600_000);
});
