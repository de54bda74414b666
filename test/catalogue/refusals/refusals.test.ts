import { describe, expect, it } from 'vitest';
import { frontends } from '../../../src/catalogue/dimensions/frontends.js';
import { quirks } from '../../../src/catalogue/quirks/quirks.js';
import type { Refusal } from '../../../src/catalogue/refusals/refusal.js';
import { refusalOf, unknownBecause } from '../../../src/catalogue/refusals/refusals.js';
import { versionRefusals } from '../../../src/catalogue/refusals/version-refusals.js';
import { isOfQemu } from '../../../src/catalogue/releases/of-qemu.js';
import { configurationsOf } from '../../../src/run/configurations/configurations.js';
import { selectDimensions } from '../../../src/run/configurations/dimensions.js';
import {
  configurationNamed,
  optionsNamed,
} from '../../../src/run/configurations/named-configuration.js';
import { profileOf } from '../../../src/run/configurations/profile.js';

const profile = profileOf('default');

function configurationOf(name: string) {
  const dimensions = selectDimensions(optionsNamed(name), profile);
  const [configuration] = configurationsOf(profile, dimensions);
  if (configuration === undefined) throw new Error(`${name} names nothing`);
  return configuration;
}

const knownToBeNone: readonly (readonly [string, string])[] = [
  ['firecracker/writeback@machine=10.0', 'machine types are those of QEMU'],
  ['cloud-hypervisor/none@machine=9.2', 'machine types are those of QEMU'],
  ['virtio-blk/none@aio=native,format=network', 'aio is an option of files and devices'],
  ['virtio-blk/none@aio=io_uring,format=qcow2,host=nfs', 'aio is an option of files and devices'],
  ['virtio-blk/none@allocation=sparse,host=block-device', 'a device has all of its own'],
  ['virtio-blk/none@allocation=unwritten,host=lvm,format=protocol', 'a device has all of its own'],
  ['nvme/none@guest-kernel=2.6.31', 'has no driver for this device'],
  ['usb-uas/none@guest-kernel=2.6.31', 'has no driver for this device'],
  ['virtio-scsi/none@guest-kernel=2.6.31', 'has no driver for this device'],
  ['ide/none@guest-kernel=windows-old-viostor', "the write cache of QEMU's virtio-blk"],
];

const notModelled: readonly (readonly [string, string])[] = [
  ...['megasas', 'sd', 'emmc', 'pflash', 'floppy', 'xen-block', 'vhost-user-blk'].map(
    (frontend) => [`${frontend}/none@guest-kernel=2.6.31`, 'is not modelled'] as const,
  ),
  ['vhost-user-blk/none@guest-kernel=windows-old-viostor', 'viostor drives vhost-user-blk too'],
  ...['windows', 'freebsd-ufs', 'freebsd-zfs'].flatMap((kernel) => [
    [`virtio-blk/none@guest-kernel=${kernel},mount=nobarrier`, 'file systems of Linux'] as const,
    [
      `virtio-blk/none@guest-kernel=${kernel},guest-write-cache=write-through`,
      'are files of Linux',
    ] as const,
  ]),
];

describe('a machine that cannot be', () => {
  it.each(knownToBeNone)('%s', (name, because) => {
    expect(refusalOf(configurationOf(name))).toContain(because);
    expect(unknownBecause(configurationOf(name))).toBe('');
  });
});

describe('a machine that may be, and is not modelled', () => {
  it.each(notModelled)('%s', (name, because) => {
    expect(unknownBecause(configurationOf(name))).toContain(because);
  });
});

it.each([
  'virtio-blk/none@machine=10.0',
  'virtio-blk/none@aio=native,format=qcow2',
  'virtio-blk/none@allocation=sparse,format=qcow2,host=block-device',
  'virtio-blk/none@allocation=sparse',
  'virtio-blk/none@mount=nobarrier',
  'virtio-blk/none@guest-write-cache=write-through',
  'virtio-blk/none@guest-kernel=windows-old-viostor',
  'usb-storage/none@guest-kernel=2.6.31',
])('%s can be', (name) => expect(refusalOf(configurationOf(name))).toBe(''));

it('names of the guests that negotiate no flush only the device whose code was read', () => {
  const row = quirks.find(({ id }) => id === 'virtio-without-flush');
  expect(row?.frontends).toEqual(['virtio-blk']);
});

describe('a version within a series', () => {
  it.each([
    ['emmc/directsync@qemu=9.0', 'QEMU 9.0 has no emmc: it came with 9.1'],
    ['emmc/directsync@qemu=9.0.2', 'QEMU 9.0.2 has no emmc'],
    ['virtio-blk/none@qemu=8.0,machine=8.2', 'QEMU 8.0 does not have this machine type'],
    ['virtio-blk/none@qemu=8.0,machine=8.1', 'QEMU 8.0 does not have this machine type'],
  ])('lacks what came with a later one: %s', (name, because) => {
    expect(() => configurationNamed(name, profile)).toThrow(because);
  });

  it.each([
    'emmc/directsync@qemu=9.1',
    'emmc/directsync@qemu=9.2',
    'virtio-blk/none@qemu=9.0',
    'virtio-blk/none@qemu=8.0,machine=8.0',
    'virtio-blk/none@qemu=8.2,machine=8.0',
    'virtio-blk/none@qemu=10.0.1,machine=10.0',
  ])('has what it has: %s', (name) => {
    expect(configurationNamed(name, profile).qemu.aio).toBe('threads');
  });

  const saidOf = (name: string, more: readonly Refusal[]) => refusalOf(configurationOf(name), more);

  it('counts for nothing beside a newer one of the same series', () => {
    const both = versionRefusals({ qemu: ['9.0', '9.2'], machine: [] });
    expect(saidOf('emmc/none@qemu=9.2', both)).toBe('');
    const types = versionRefusals({ qemu: ['8.0'], machine: ['8.0', '8.2'] });
    expect(saidOf('virtio-blk/none@qemu=8.2,machine=8.2', types)).toBe('');
  });

  it('is none where a whole series is meant', () => {
    const named = versionRefusals({ qemu: ['any'], machine: ['newest'] });
    for (const { id } of frontends.filter((row) => isOfQemu(row.id)))
      expect(saidOf(`${id}/writethrough`, named)).toBe('');
  });
});
