import type { FrontendId } from '../../model/configuration.js';
import type { VmDisk } from '../../model/vm-disk.js';
import type { Known } from '../known.js';
import { serialFlash } from './block-properties.js';

/** Devices without a frontend here, and those that they are judged as. */
interface UnnamedRow extends Known {
  readonly id: string;
  /** Of QEMU's names of the devices, and of the interfaces of a `-drive`. */
  readonly models: readonly RegExp[];
  readonly standIns: readonly FrontendId[];
  /** In what it may be worse than what stands for it; '' for nothing. */
  readonly but: string;
}

const scsi: UnnamedRow = {
  id: 'scsi-controller',
  models: [],
  standIns: ['virtio-scsi', 'scsi'],
  but: '',
  source: 'QEMU hw/scsi: another controller in front of the same scsi-hd, as hw/ufs/lu.c has one',
  confidence: 'inferred',
};

export const unnamedDevices: readonly UnnamedRow[] = [
  {
    id: 'serial-flash',
    models: [/^mtd$/, serialFlash],
    standIns: ['pflash'],
    but: 'it may tell the guest of a write before it is made',
    source:
      'QEMU hw/block/m25p80.c flash_sync_page: blk_aio_pwritev, for whose end nobody waits, and no flush; ' +
      'hw/arm/aspeed.c and hw/arm/npcm7xx_boards.c make such flash of if=mtd',
    confidence: 'read',
  },
  {
    id: 'other-flash',
    models: [/^(nand|onenand|at24c-eeprom|spapr-nvram|[a-z0-9]+-flash)$/],
    standIns: ['pflash'],
    but: '',
    source:
      'QEMU hw/nvram/eeprom_at24c.c at24c_eeprom_event: blk_pwrite, and no flush; others from memory',
    confidence: 'memory',
  },
];

function rowOfDevice(device: string): UnnamedRow {
  return unnamedDevices.find(({ models }) => models.some((each) => each.test(device))) ?? scsi;
}

/** Most devices without a name here are SCSI controllers, in front of the same disks. */
export function standInsFor(device: string): readonly FrontendId[] {
  return rowOfDevice(device).standIns;
}

/**
 * `the device mtd, judged as pflash`: what is said where a verdict is that of another device. A SCSI disk is
 * one that is known, on a controller that is not.
 */
export function judgedAs(disk: Pick<VmDisk, 'device' | 'controller'>): string {
  const { device, controller } = disk;
  const row = rowOfDevice(device);
  const isController = row === scsi && controller !== '';
  const name = isController
    ? `the controller ${controller}`
    : `the device ${device || 'of this kind'}`;
  const although = row.but === '' ? '' : `, although ${row.but}`;
  return `${name}, judged as ${row.standIns.join(' and ')}${although}`;
}
