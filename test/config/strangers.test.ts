import { describe, expect, it } from 'vitest';
import { isProgram, recognise } from '../../src/config/formats.js';
import { strangerOf } from '../../src/config/strangers.js';

const texts: readonly (readonly [string, string])[] = [
  ['OpenNebula', 'NAME = vm\nDISK = [\n  IMAGE_ID = 1,\n  CACHE = "unsafe" ]\n'],
  ['OpenNebula', 'export LIBVIRT_URI=qemu:///system\n'],
  ['Nix', '{ pkgs, ... }:\n{\n  virtualisation.qemu.options = [ "-vga std" ];\n}\n'],
  ['Kata', '[hypervisor.qemu]\nblock_device_driver = "virtio-scsi"\n'],
  ['crosvm', '#!/bin/sh\ncrosvm run --block root.img,o_direct=true vmlinux\n'],
  ['Ganeti', '{ "cluster": { "hvparams": { "kvm": { "disk_cache": "default" } } } }\n'],
  ['Ganeti', '#!/bin/sh\ngnt-instance modify -H disk_cache=none vm\n'],
  ['oVirt', '[vars]\nqemu_drive_cache = writeback\n'],
  ['OVF', '<ovf:Envelope xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"></ovf:Envelope>\n'],
  [
    'container',
    'services:\n  w:\n    image: dockurr/windows\n    environment:\n      ARGUMENTS: "-device usb-host -drive file=/x,if=virtio"\n    devices:\n      - /dev/kvm\n',
  ],
  [
    'Ansible',
    '- hosts: pve\n  tasks:\n    - community.proxmox.proxmox_disk:\n        disk: scsi0\n        cache: unsafe\n',
  ],
  [
    'Nomad',
    'job "vm" {\n  task "q" {\n    driver = "qemu"\n    config { image_path = "a.img" }\n  }\n}\n',
  ],
  ['Lima', 'vmType: qemu\ndisk: 20GiB\n'],
  ['Terraform', 'resource "ovirt_vm" "x" {\n  name = "x"\n}\n'],
  ['Terraform', '{"terraform_version":"1.9","values":[{"type":"incus_instance"}]}'],
  ['quickemu', 'guest_os="linux"\ndisk_img="vm/disk.qcow2"\n'],
  [
    'UTM',
    '<?xml version="1.0"?>\n<plist version="1.0"><dict><key>Backend</key><string>QEMU</string><key>Drive</key><array/></dict></plist>\n',
  ],
  [
    'StorageClass',
    'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nparameters:\n  cache: none\n',
  ],
  ['Kustomize', '- op: add\n  path: /spec/template/spec/domain/devices/disks/0/cache\n'],
  ['Kustomize', '[{ "op": "replace", "path": "/spec/template/spec/domain", "value": {} }]\n'],
  ['Kustomize', 'kind: Kustomization\nresources: [vm.yaml]\npatches:\n  - path: p.yaml\n'],
  ['Xen', "name = 'vm'\ndisk = [ 'phy:/dev/vg/a,xvda,w' ]\n"],
  ['Xen', 'name = "vm"\ndisk = [\n  "format=raw, vdev=xvda, access=w, target=/a.img",\n]\n'],
  ['VMware', 'config.version = "8"\nscsi0:0.fileName = "a.vmdk"\n'],
  ['VirtualBox', '<?xml version="1.0"?>\n<VirtualBox version="1.16-linux"/>\n'],
  ['libvirt provider', 'Vagrant.configure("2") do |config|\n  config.vm.box = "a"\nend\n'],
  ['container', 'lxc.rootfs.path = dir:/srv/a\n'],
];

describe('a file of another program is called by its name', () => {
  it.each(texts)('%s: %j', (name, text) => {
    expect(recognise(text, 'file')).toBeNull();
    expect(strangerOf(text)?.what).toContain(name);
  });

  it.each([
    '',
    'hello\n',
    'delete = {\n  disk = ["scsi1"]\n}\n',
    '{ "a": 1 }\n',
    'a:\n  - b\n',
    'kind: Kustomization\nresources: [a]\n',
  ])('and %j by none', (text) => {
    expect(strangerOf(text)).toBeNull();
  });
});

describe('nothing is recognised in', () => {
  it.each<readonly [string, string, string]>([
    [
      'the profile of an installer',
      'auto.xml',
      '<?xml version="1.0"?>\n<!DOCTYPE profile>\n<profile><dns><domain>site</domain></dns></profile>\n',
    ],
    ['a device of a host', 'node.xml', '<device><name>a</name><domain>0</domain></device>\n'],
    [
      'a call of a container that gets /dev/kvm',
      'run.sh',
      'docker run -it --device /dev/kvm -m 4g --device /dev/net/tun image\n',
    ],
    [
      'machines of another kind',
      'nodes.json',
      '{ "memory": 1, "disks": [ { "size": 1, "mode": "w" } ] }\n',
    ],
    [
      'a translation of what Incus says',
      'fr.po',
      'msgid ""\n"### devices:\\n"\n"###   root:\\n"\n"###     type: disk\\n"\n"###     path: /\\n"\n',
    ],
    [
      'a script that writes a Vagrantfile',
      'box.sh',
      "#!/bin/sh\nlocal img=${1}\ncat > Vagrantfile <<EOF\nVagrant.configure('2') do |c|\n  c.vm.provider :libvirt do |v|\n  end\nend\nEOF\n",
    ],
    ['a rule of make', 'Makefile', 'rootfs: build image\n\tmake image\n'],
  ])('%s', (_, name, text) => {
    expect(recognise(text, name)).toBeNull();
  });
});

it('a program is one by its name or by its first line', () => {
  expect(isProgram('start.py', '')).toBe(true);
  expect(isProgram('start', '#!/usr/bin/env python3\n')).toBe(true);
  expect(isProgram('start', '#!/bin/bash\n# python\n')).toBe(false);
});
