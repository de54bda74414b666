import { expect, it } from 'vitest';
import { dimensionOf } from '../../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import { refusalOf, unknownBecause } from '../../../src/catalogue/refusals/refusals.js';
import type { FrontendId } from '../../../src/model/configuration.js';
import { configurationOf } from '../../laws/configurations.js';

function machine(frontend: FrontendId, changes: Readonly<Record<string, string>>) {
  const usual = configurationOf(frontend, 'writeback', {}, defaultProfile);
  return Object.entries(changes).reduce(
    (made, [key, value]) => dimensionOf(key).write(made, value),
    usual,
  );
}

it.each<[FrontendId, Readonly<Record<string, string>>, RegExp]>([
  ['virtio-scsi', { dpofua: 'off' }, /^$/],
  ['usb-storage', { dpofua: 'on', qemu: '7.2' }, /^$/],
  ['megasas', { dpofua: 'on' }, /^$/],
  ['virtio-blk', { dpofua: 'off' }, /a property of scsi-hd/],
  ['nvme', { dpofua: 'on' }, /a property of scsi-hd/],
  ['scsi', { dpofua: 'on', qemu: '0.11', 'guest-kernel': '2.6.31' }, /since QEMU 1\.1/],
  ['virtio-blk', { 'config-wce': 'off' }, /^$/],
  ['vhost-user-blk', { 'config-wce': 'off', qemu: '7.2' }, /^$/],
  [
    'virtio-blk',
    { 'config-wce': 'off', 'guest-write-cache': 'device-off' },
    /config-wce=off takes the command away/,
  ],
  ['firecracker', { 'config-wce': 'off' }, /Firecracker offers no CONFIG_WCE/],
  ['virtio-scsi', { 'config-wce': 'off' }, /a property of virtio-blk/],
  ['virtio-blk', { 'config-wce': 'off', qemu: '0.11', 'guest-kernel': '2.6.31' }, /QEMU 1\.2/],
])('%s with %j: %s', (frontend, changes, because) => {
  const made = machine(frontend, changes);
  expect(refusalOf(made)).toMatch(because);
  expect(unknownBecause(made)).toBe('');
});
