import { expect, it } from 'vitest';
import { guestKernels } from '../../../src/catalogue/dimensions/guests.js';
import { machines, qemuReleases } from '../../../src/catalogue/releases/releases.js';
import { valueNamed } from '../../../src/catalogue/releases/version-names.js';

it.each([
  ['qemu', '8.1', '8.2'],
  ['qemu', '8.2.7', '8.2'],
  ['qemu', '9.0', '9.2'],
  ['qemu', '11.0.3', '11.1'],
  ['qemu', '10.0', '10.0'],
  ['qemu', '10.0.0', '10.0.2'],
  ['qemu', '10.0.1', '10.0.2'],
  ['qemu', '10.0.3', '10.0'],
  ['qemu', '10.0.13', '10.0'],
  ['machine', '10.0', '10.0'],
  // Updates have the machine types of their release.
  ['machine', '10.0.0', '10.0'],
  ['machine', '10.0.1', '10.0'],
  ['machine', '10.0.2', '10.0'],
  ['machine', '10.0.5', '10.0'],
  ['qemu', '0.10', '0.11'],
  ['machine', '9.1', '9.2'],
  ['machine', '4.2', '4.2'],
  ['machine', '0.10', '4.2'],
  ['guest-kernel', '5.15', '6.12'],
  ['guest-kernel', '2.6.37', '6.12'],
  ['guest-kernel', '6.12.4', '6.12'],
  // Nobody knows these, and a name that is no version is left to be refused.
  ['qemu', '6.2', '6.2'],
  ['qemu', '8.3', '8.3'],
  ['qemu', '99.0', '99.0'],
  ['machine', '5.0', '5.0'],
  ['guest-kernel', '2.6.32', '2.6.32'],
  ['guest-kernel', '6.18', '6.18'],
  ['guest-kernel', '6.1x', '6.1x'],
  ['aio', '8.1', '8.1'],
])('%s %s is %s', (key, name, id) => {
  expect(valueNamed(key, name)).toBe(id);
});

it('leaves what has a name of its own, and has every release', () => {
  for (const { id } of guestKernels) expect(valueNamed('guest-kernel', id)).toBe(id);
  for (const { id } of machines) expect(valueNamed('machine', id)).toBe(id);
  for (const { id } of qemuReleases) expect(valueNamed('qemu', `${id}.9`)).toBe(id);
});
