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
])('a machine of another provider is told: %s', (type, body) => {
  expect(notesOf(`resource "${type}" "x" {\n${body}\n}\n`)).toEqual([
    `unreadable: ${type}.x is a machine of another provider, which is not read`,
  ]);
});

it.each([
  ['incus_instance', 'name = "c"'],
  ['incus_instance', 'type = "container"'],
  ['kubernetes_manifest', 'manifest = {\n kind = "Service"\n}'],
])('what is no machine is not: %s', (type, body) => {
  expect(notesOf(`resource "${type}" "x" {\n${body}\n}\n`)).toEqual([]);
});
