import type { Configuration, FrontendId } from '../../model/configuration.js';
import type { Known } from '../known.js';
import { isWithinReleases, type ReleaseRange } from '../releases/releases.js';

/** A command by which a guest switches the volatile write cache of its device off. */
export interface CacheSwitchRow extends ReleaseRange, Known {
  readonly id: string;
  readonly frontends: readonly FrontendId[];
  /** What becomes of it: `obeyed` makes every later write durable by itself. */
  readonly effect: 'obeyed' | 'ignored';
  readonly sentence: string;
}

const today = { from: '7.2', until: '', effect: 'obeyed', confidence: 'measured' } as const;
const run = 'run on 7.2.22 with Linux 6.1: each write is followed by fdatasync';

/** A device in none of these rows cannot be told. */
export const cacheSwitches: readonly CacheSwitchRow[] = [
  {
    ...today,
    id: 'set-features',
    frontends: ['ide', 'ahci'],
    sentence: 'switches its write cache off for SET FEATURES 82h (hdparm -W0), and flushes',
    source: `QEMU hw/ide/core.c cmd_set_features, commit 7cdd481cdf (1.2); ${run}`,
  },
  {
    ...today,
    id: 'mode-select',
    frontends: ['scsi', 'virtio-scsi', 'megasas', 'usb-storage', 'usb-uas'],
    sentence: 'switches its write cache off for MODE SELECT with WCE=0 (sdparm), and flushes',
    source:
      'QEMU hw/scsi/scsi-disk.c scsi_disk_apply_mode_select, commits 96c91bbf60 (1.2), ' +
      `accfeb2dd3 (1.3); ${run}`,
  },
  {
    ...today,
    id: 'config-wce',
    frontends: ['virtio-blk'],
    sentence: 'switches its write cache off for wce=0 in its configuration, and flushes nothing',
    source: `QEMU hw/block/virtio-blk.c virtio_blk_set_config, commit 13e3dce068 (1.2); ${run}`,
  },
  {
    ...today,
    id: 'set-vwc',
    frontends: ['nvme'],
    sentence: 'switches its write cache off for Set Features 06h (VWC), and flushes',
    source: `QEMU hw/nvme/ctrl.c nvme_set_feature, commit d21d37f5ab (5.2); ${run}`,
  },
  {
    ...today,
    id: 'vhost-user-wce',
    frontends: ['vhost-user-blk'],
    effect: 'ignored',
    sentence: 'forgets wce=0: it says that wce is 0 already, and hands only changes to its export',
    source:
      'QEMU hw/block/vhost-user-blk.c vhost_user_blk_set_config, block/export/' +
      'vhost-user-blk-server.c; run on 7.2.22 with Linux 6.1: no fdatasync before wce was 1 once',
  },
];

/** What the device makes of it in this release; undefined where there is nothing to tell it by. */
export function cacheSwitchOf({
  frontend,
  qemu,
}: Pick<Configuration, 'frontend' | 'qemu'>): CacheSwitchRow | undefined {
  return cacheSwitches.find(
    (row) => row.frontends.includes(frontend) && isWithinReleases(qemu.release, row),
  );
}
