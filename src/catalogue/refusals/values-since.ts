import { dimensionOf } from '../dimensions/dimensions.js';
import { type Known, sourceWords } from '../known.js';
import { isOfQemu } from '../releases/of-qemu.js';
import { isEarlier } from '../releases/version-names.js';
import type { Refusal } from './refusal.js';

/** Whose version it is: `Linux` is the host's. */
type Owner = 'QEMU' | 'Linux';

interface ValueSince extends Known {
  /** Of a dimension of configurations. */
  readonly key: 'frontend' | 'cache' | 'dpofua' | 'config-wce' | 'aio';
  readonly id: string;
  readonly of: Owner;
  /** The first version that has it. */
  readonly since: string;
}

const splitCache = 'QEMU commit 29c4e2b50d, in blockdev.c of 1.6.0';
const dpofua = {
  key: 'dpofua',
  of: 'QEMU',
  since: '1.1',
  source: 'QEMU commit da8365dbab',
  confidence: 'read',
} as const;

/** What is younger than the QEMU of the mail, and the Linux. */
export const valuesSince: readonly ValueSince[] = [
  {
    key: 'frontend',
    id: 'ahci',
    of: 'QEMU',
    since: '0.14',
    source: 'QEMU commit f6ad2e32f8',
    confidence: 'read',
  },
  {
    key: 'frontend',
    id: 'virtio-scsi',
    of: 'QEMU',
    since: '1.1',
    source: 'QEMU hw/virtio-scsi.c; its release from memory',
    confidence: 'memory',
  },
  {
    key: 'frontend',
    id: 'megasas',
    of: 'QEMU',
    since: '1.2',
    source: 'QEMU commit e8f943c3bc',
    confidence: 'read',
  },
  {
    key: 'frontend',
    id: 'usb-uas',
    of: 'QEMU',
    since: '1.2',
    source: 'QEMU commit 0f58f68b58; its release from memory',
    confidence: 'memory',
  },
  {
    key: 'frontend',
    id: 'nvme',
    of: 'QEMU',
    since: '1.6',
    source: 'QEMU hw/block/nvme.c, first in 1.6',
    confidence: 'read',
  },
  {
    key: 'frontend',
    id: 'vhost-user-blk',
    of: 'QEMU',
    since: '2.12',
    source: 'QEMU hw/block/vhost-user-blk.c, first in 2.12',
    confidence: 'read',
  },
  {
    key: 'frontend',
    // On boards that have one. The series hw/sd/sdcard of July 2024, in 9.1 and not in 9.0.
    id: 'emmc',
    of: 'QEMU',
    since: '9.1',
    source: 'QEMU include/hw/sd/sd.h, TYPE_EMMC, first in 9.1',
    confidence: 'read',
  },
  {
    key: 'cache',
    id: 'unsafe',
    of: 'QEMU',
    since: '0.13',
    source: 'QEMU commit 016f5cf6ff',
    confidence: 'read',
  },
  {
    key: 'cache',
    id: 'directsync',
    of: 'QEMU',
    since: '1.0',
    source: 'QEMU commit 92196b2f56',
    confidence: 'read',
  },
  {
    key: 'cache',
    id: 'writethrough-noflush',
    of: 'QEMU',
    since: '1.6',
    source: splitCache,
    confidence: 'read',
  },
  {
    key: 'cache',
    id: 'none-noflush',
    of: 'QEMU',
    since: '1.6',
    source: splitCache,
    confidence: 'read',
  },
  {
    key: 'cache',
    id: 'directsync-noflush',
    of: 'QEMU',
    since: '1.6',
    source: splitCache,
    confidence: 'read',
  },
  { ...dpofua, id: 'on' },
  { ...dpofua, id: 'off' },
  {
    key: 'config-wce',
    id: 'off',
    of: 'QEMU',
    since: '1.2',
    source: 'QEMU commit 13e3dce068',
    confidence: 'read',
  },
  {
    key: 'aio',
    id: 'io_uring',
    of: 'QEMU',
    since: '5.0',
    source: 'QEMU commit c644751069',
    confidence: 'read',
  },
  {
    key: 'aio',
    id: 'io_uring',
    of: 'Linux',
    since: '5.1',
    source: 'libvirt, "qemu: Implement the aio mode io_uring", April 2020',
    confidence: 'read',
  },
];

/** A row, and how it is said that a version is before it. */
export interface LackedValue extends ValueSince {
  readonly because: string;
}

/** What came after a version of QEMU, or of the host's Linux. */
export function lackedValues(of: Owner, version: string): readonly LackedValue[] {
  return valuesSince
    .filter((row) => row.of === of && isEarlier(version, row.since))
    .map((row) => ({ ...row, because: sentenceOf(row, version) }));
}

function sentenceOf(row: ValueSince, version: string): string {
  const { key, id, of, since } = row;
  const what = key === 'frontend' ? id : `${key}=${id}`;
  const owner = of === 'Linux' ? `a host with Linux ${version}` : `${of} ${version}`;
  return `${owner} has no ${what}: it came with ${since} (${sourceWords(row)})`;
}

/** The same as refusals: what is not QEMU has no part in what QEMU lacks. */
export function lackingRefusals(of: Owner, version: string): readonly Refusal[] {
  return lackedValues(of, version).map(({ key, id, because, source, confidence }) => ({
    because,
    source,
    confidence,
    isSo: (configuration) =>
      dimensionOf(key).read(configuration) === id &&
      (of === 'Linux' || isOfQemu(configuration.frontend)),
  }));
}
