import { anywhere, type QuirkRow } from './quirk.js';

/** The last machine type whose virtio-blk has flushes only with a write cache. */
const virtioWithoutFlush = '4.2';

/** What a virtio-blk offers, and what the drivers of its guests make of it. */
export const quirksOfVirtio: readonly QuirkRow[] = [
  {
    ...anywhere,
    id: 'exporter-hides-cache',
    layer: 'frontend',
    sentence: "QEMU's vhost-user-blk exporter reports wce=0 while its backend is writeback",
    frontends: ['vhost-user-blk'],
    configWce: 'on',
    effect: { kind: 'hides-cache' },
    rule: 'BLK013',
    source:
      'QEMU block/export/vhost-user-blk-server.c: blkcfg.wce = 0 at 7.2 to 10.0, 10.2; 7.2.22 run',
    confidence: 'measured',
  },
  {
    ...anywhere,
    id: 'exporter-offers-flush',
    layer: 'frontend',
    sentence:
      "QEMU's vhost-user-blk exporter offers flushes, which is all that config-wce=off leaves",
    frontends: ['vhost-user-blk'],
    configWce: 'off',
    effect: { kind: 'claims-cache' },
    rule: '',
    source:
      'QEMU block/export/vhost-user-blk-server.c vu_blk_get_features: F_FLUSH always; Linux 6.12 ' +
      'drivers/block/virtio_blk.c virtblk_get_cache_mode: without F_CONFIG_WCE that is a cache',
    confidence: 'read',
  },
  {
    ...anywhere,
    id: 'virtio-without-flush',
    layer: 'frontend',
    sentence: 'virtio-blk writes through for a guest that did not negotiate flushes',
    frontends: ['virtio-blk'],
    guestKernels: ['2.6.31'],
    effect: { kind: 'write-through-without-flush' },
    rule: '',
    source: 'QEMU commit 9315cbfd8d (1.2): no F_FLUSH, no write cache until reset',
    confidence: 'read',
  },
  {
    ...anywhere,
    id: 'virtio-offers-flush',
    layer: 'frontend',
    sentence: 'virtio-blk offers flushes without a write cache too, for a guest may switch it on',
    frontends: ['virtio-blk'],
    configWce: 'on',
    machineAfter: virtioWithoutFlush,
    effect: { kind: 'flush-without-cache' },
    rule: '',
    source:
      'QEMU commit 5f2585772f (5.0), virtio_blk_get_features; hw/core/machine.c hw_compat_4_2: ' +
      'x-enable-wce-if-config-wce=off',
    confidence: 'read',
  },
  {
    ...anywhere,
    id: 'firecracker-offers-no-flush',
    layer: 'frontend',
    sentence: "Firecracker's cache_type Unsafe, the default, offers no flush command",
    frontends: ['firecracker'],
    noFlush: 'only',
    effect: { kind: 'offers-no-flush' },
    rule: 'BLK014',
    source:
      'Firecracker src/vmm/src/devices/virtio/block/virtio/device.rs, VirtioBlock::new: ' +
      'VIRTIO_BLK_F_FLUSH with CacheType::Writeback alone',
    confidence: 'read',
  },
  {
    ...anywhere,
    id: 'viostor-turns-cache-on',
    layer: 'guest-driver',
    sentence: 'viostor takes flushes and not CONFIG_WCE, so that virtio-blk gets a write cache',
    frontends: ['virtio-blk'],
    guestKernels: ['windows-old-viostor'],
    configWce: 'on',
    machineAfter: virtioWithoutFlush,
    effect: { kind: 'caches-all-the-same' },
    rule: '',
    source:
      'virtio-win PR 1563 (2026-05); QEMU commit 5f2585772f (5.0), virtio_blk_set_status; ' +
      'hw/core/machine.c hw_compat_4_2: x-enable-wce-if-config-wce=off',
    confidence: 'read',
  },
  {
    ...anywhere,
    id: 'viostor-flushes-for-fua',
    layer: 'guest-driver',
    sentence: 'viostor says that it takes FUA, and flushes before such a write is complete',
    frontends: ['virtio-blk', 'firecracker', 'cloud-hypervisor'],
    guestKernels: ['windows', 'windows-old-viostor'],
    effect: { kind: 'flushes-for-fua' },
    rule: '',
    source:
      'virtio-win viostor/virtio_stor.c, old and new: MODE_DSP_FUA_SUPPORTED, srbExt->fua where ' +
      'VIRTIO_BLK_F_FLUSH was negotiated, and then RhelDoFlush; not run',
    confidence: 'read',
  },
];
