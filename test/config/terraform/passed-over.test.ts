import { expect, it } from 'vitest';
import { readers } from '../readers.js';
import { read } from '../reading.js';

const known = 'resource "libvirt_domain" "d" {\n  disk {\n    file = "/a"\n  }\n}\n';

function notesOf(other: string): readonly string[] {
  const { definitions } = read(readers.terraform, known + other, {}, 'a.tf');
  return definitions.flatMap(({ notes }) =>
    notes.map(({ rule, message }) => `${rule}: ${message}`),
  );
}

it.each([
  ['incus_instance', 'type = "virtual-machine"'],
  ['lxd_instance', 'type = var.type'],
  ['kubernetes_manifest', 'manifest = {\n kind = "VirtualMachine"\n}'],
  ['kubevirt_virtual_machine', 'metadata {\n}'],
  ['openstack_compute_instance_v2', 'name = "x"'],
  ['kubectl_manifest', 'yaml_body = "kind: VirtualMachine"'],
])('a machine of another provider is told: %s', (type, body) => {
  expect(notesOf(`resource "${type}" "x" {\n${body}\n}\n`)).toEqual([
    `unreadable: ${type}.x is a machine of another provider, which is not read`,
  ]);
});

it.each([
  ['incus_instance', 'name = "c"'],
  ['incus_instance', 'type = "container"'],
  ['kubernetes_manifest', 'manifest = {\n kind = "Service"\n}'],
  ['null_resource', 'provisioner "local-exec" {\n command = "qm list"\n}'],
])('what is no machine is not: %s', (type, body) => {
  expect(notesOf(`resource "${type}" "x" {\n${body}\n}\n`)).toEqual([]);
});

it.each([
  ['local-exec', 'command = "qm set 100 --scsi0 a:b,cache=unsafe"'],
  ['remote-exec', 'inline = ["true", "qemu-system-x86_64 -drive file=/b,cache=unsafe"]'],
])('what a provisioner starts is told: %s', (kind, command) => {
  const text = `resource "null_resource" "x" {\nprovisioner "${kind}" {\n${command}\n}\n}\n`;
  expect(notesOf(text)).toEqual([
    'unreadable: what null_resource.x starts or changes with a command is not read',
  ]);
});

it('a manifest of a file may be a machine', () => {
  const text = 'resource "kubernetes_manifest" "x" {\nmanifest = yamldecode(file("a.yaml"))\n}\n';
  expect(notesOf(text)).toEqual([
    'unreadable: kubernetes_manifest.x may be a machine, which is not read: give a plan, or the file',
  ]);
});

it.each([
  ['"git::https://a.example/m"', 'cache = "unsafe"', 1],
  ['"git::https://a.example/m"', 'cidr = "10.0.0.0/8"', 0],
  ['"./modules/vm"', 'cache = "unsafe"', 0],
])('a module from elsewhere that is given disks is told: %s, %s', (source, setting, count) => {
  expect(notesOf(`module "x" {\nsource = ${source}\n${setting}\n}\n`)).toHaveLength(count);
});
