import type { Configuration, FrontendId } from '../../model/configuration.js';
import type { ErrorPolicy } from '../../model/vm-disk.js';
import type { Known } from '../known.js';
import { isWithinReleases, type ReleaseRange } from '../releases/releases.js';

/** What a device makes of `werror`, the policy for errors of the host. */
export interface ErrorHandlingRow extends ReleaseRange, Known {
  readonly id: string;
  readonly frontends: readonly FrontendId[];
  /**
   * `obeyed`: it asks QEMU what to do about an error. `ignored`: it does not, and QEMU takes the policy all
   * the same. `refused`: nothing takes `stop` or `ignore`.
   */
  readonly effect: 'obeyed' | 'ignored' | 'refused';
  readonly sentence: string;
}

const always = { from: '0.11', until: '', confidence: 'read' } as const;

/** Every device is in one of these. */
export const errorHandlings: readonly ErrorHandlingRow[] = [
  {
    ...always,
    id: 'error-action',
    frontends: [
      'ide',
      'ahci',
      'scsi',
      'virtio-scsi',
      'megasas',
      'usb-storage',
      'usb-uas',
      'virtio-blk',
    ],
    effect: 'obeyed',
    sentence: 'asks QEMU what to do about an error (werror)',
    source:
      'QEMU 10.2 blk_get_error_action in hw/ide/core.c ide_handle_rw_error, hw/ide/ahci.c ncq_cb, ' +
      'hw/scsi/scsi-disk.c scsi_handle_rw_error and hw/block/virtio-blk.c; commit cdad4bd894 (0.10)',
  },
  {
    ...always,
    id: 'nvme-errors',
    frontends: ['nvme'],
    effect: 'ignored',
    sentence: 'NVMe tells the guest of every error, whatever the error policy',
    source: 'QEMU hw/nvme/ctrl.c nvme_aio_err: NVME_WRITE_FAULT for writes and for flushes',
  },
  {
    ...always,
    id: 'xen-errors',
    frontends: ['xen-block'],
    effect: 'ignored',
    sentence: 'a Xen block device tells the guest of every error, whatever the error policy',
    source: 'QEMU hw/block/dataplane/xen-block.c xen_block_complete_aio: BLKIF_RSP_ERROR',
  },
  {
    ...always,
    id: 'logged-errors',
    frontends: ['sd', 'emmc', 'pflash'],
    effect: 'ignored',
    sentence: 'this kind of device logs every error and goes on, whatever the error policy',
    source: 'QEMU hw/sd/sd.c sd_blk_write, hw/block/pflash_cfi01.c pflash_update',
  },
  {
    ...always,
    id: 'floppy-errors',
    frontends: ['floppy'],
    effect: 'refused',
    sentence: 'a floppy drive takes no error policy of stop or ignore: QEMU does not start',
    source: "QEMU hw/block/fdc.c floppy_drive_realize: fdc doesn't support drive option werror",
  },
  {
    ...always,
    id: 'export-errors',
    frontends: ['vhost-user-blk'],
    effect: 'refused',
    sentence: 'an export takes no error policy, and tells the guest of every error',
    source:
      'QEMU qapi/block-export.json; block/export/virtio-blk-handler.c virtio_blk_process_req: ' +
      'VIRTIO_BLK_S_IOERR for writes and for flushes',
  },
  {
    ...always,
    id: 'monitor-errors',
    frontends: ['firecracker', 'cloud-hypervisor'],
    effect: 'refused',
    sentence: 'werror is an option of QEMU; this monitor reports every error to the guest',
    source: 'Firecracker 1.16 vmm_config/drive.rs, Cloud Hypervisor 53 --disk: no such option',
  },
];

type Parts = Pick<Configuration, 'frontend' | 'qemu'>;

/** What the device makes of werror in this release; undefined where it does not exist. */
export function errorHandlingOf({ frontend, qemu }: Parts): ErrorHandlingRow | undefined {
  return errorHandlings.find(
    (row) => row.frontends.includes(frontend) && isWithinReleases(qemu.release, row),
  );
}

/** Whether the error policy is one that keeps an error from the guest. */
export function keepsFromGuest(werror: ErrorPolicy): boolean {
  return werror === 'stop' || werror === 'ignore';
}
