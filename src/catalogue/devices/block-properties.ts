import type { Known } from '../known.js';
/** Properties of a device in QEMU on which what becomes of a write may depend. */
export const blockProperties = ['write-cache', 'werror', 'rerror'] as const;
export type BlockProperty = (typeof blockProperties)[number];

/** Devices that are without some of them: QEMU does not start where one is set. */
export interface LackingRow extends Known {
  readonly id: string;
  /** Of QEMU's names of the devices. */
  readonly models: RegExp;
  readonly lacks: readonly BlockProperty[];
}

const errors = ['werror', 'rerror'] as const;

/** The chips of known_devices in hw/block/m25p80.c, each a type of its own, and the type of them all. */
export const serialFlash =
  /^(m25p80-generic|at2[56][a-z]+\d.*|at45db\d.*|at25(128|256)a-nonjedec|en25[a-z]\d.*|gd25\w*\d.*|(160|320|640)s33b|is25[a-z]+\d.*|mx(25|66)[a-z]\d.*|n25q\d.*|mt25q[lu]\d.*|s(25|70)[a-z]+\d.*|sst25[a-z]+\d.*|m(25|45)p[ex]?\d.*|w25[a-z]\d.*)$/;

/** A device in none of these has them all, or is not known. */
export const lackingRows: readonly LackingRow[] = [
  {
    id: 'cache-alone',
    models: /^(nvme|nvme-ns|xen-disk|xen-qdisk|floppy|swim-drive)$/,
    lacks: errors,
    source:
      'QEMU DEFINE_BLOCK_PROPERTIES without DEFINE_BLOCK_ERROR_PROPERTIES: hw/nvme/ctrl.c nvme_props, ' +
      'hw/nvme/ns.c nvme_ns_props, hw/block/xen-block.c xen_block_props, hw/block/fdc.c ' +
      'floppy_drive_properties, hw/block/swim.c swim_drive_properties',
    confidence: 'read',
  },
  {
    id: 'errors-alone',
    models: /^scsi-block$/,
    lacks: ['write-cache'],
    source: 'QEMU hw/scsi/scsi-disk.c scsi_block_properties: DEFINE_BLOCK_ERROR_PROPERTIES alone',
    confidence: 'read',
  },
  {
    id: 'drive-alone',
    models:
      /^(scsi-generic|sd-card|sd-card-spi|emmc|cfi[.-]pflash0[12]|nand|onenand|at24c-eeprom|spapr-nvram|ufs-lu)$/,
    lacks: blockProperties,
    source:
      'QEMU DEFINE_PROP_DRIVE alone: hw/scsi/scsi-generic.c, hw/sd/sd.c sdmmc_common_properties, ' +
      'hw/block/pflash_cfi01.c, hw/block/pflash_cfi02.c, hw/block/nand.c, hw/nvram/eeprom_at24c.c, ' +
      'hw/ufs/lu.c ufs_lu_props; hw/block/onenand.c and hw/nvram/spapr_nvram.c from memory',
    confidence: 'read',
  },
  {
    id: 'serial-flash',
    models: serialFlash,
    lacks: blockProperties,
    source: 'QEMU hw/block/m25p80.c m25p80_properties: DEFINE_PROP_DRIVE alone',
    confidence: 'read',
  },
  {
    id: 'export',
    models: /^vhost-user-blk(-|$)/,
    lacks: blockProperties,
    source: 'QEMU hw/block/vhost-user-blk.c vhost_user_blk_properties: a chardev, and no drive',
    confidence: 'read',
  },
];

/** Whether a device is known to be without the property. */
export function lacksProperty(model: string, key: string): boolean {
  const row = lackingRows.find(({ models }) => models.test(model));
  return row?.lacks.some((each) => each === key) ?? false;
}
