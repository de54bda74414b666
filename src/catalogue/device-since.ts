import type { FrontendId } from '../model/configuration.js';
import { isEarlier } from './version-names.js';

interface DeviceSince {
  readonly id: FrontendId;
  /** The first QEMU that has the device. */
  readonly since: string;
  readonly source: string;
}

/** Devices that are younger than the QEMU of the mail, as far as their commits were read. */
export const devicesSince: readonly DeviceSince[] = [
  { id: 'ahci', since: '0.14', source: 'QEMU commit f6ad2e32f8' },
  { id: 'megasas', since: '1.2', source: 'QEMU commit e8f943c3bc' },
  { id: 'nvme', since: '1.6', source: 'QEMU hw/block/nvme.c, first in 1.6' },
  { id: 'vhost-user-blk', since: '2.12', source: 'QEMU hw/block/vhost-user-blk.c, first in 2.12' },
  // On boards that have one. The series hw/sd/sdcard of July 2024, in 9.1 and not in 9.0.
  { id: 'emmc', since: '9.1', source: 'QEMU include/hw/sd/sd.h, TYPE_EMMC, first in 9.1' },
];

/** The row of a device that a version of QEMU does not have yet. */
export function missingIn(version: string, frontend: string): DeviceSince | undefined {
  return devicesSince.find(({ id, since }) => id === frontend && isEarlier(version, since));
}
