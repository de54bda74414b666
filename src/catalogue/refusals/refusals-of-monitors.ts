import { cacheNameOf } from '../../model/cache-name.js';
import { isOfQemu } from '../releases/of-qemu.js';
import type { Refusal } from './refusal.js';

const firecrackerCaches: readonly string[] = ['writeback', 'unsafe'];
const cloudHypervisorCaches: readonly string[] = ['writeback', 'none'];

/** What is not of QEMU. */
export const monitorRefusals: readonly Refusal[] = [
  {
    because:
      'dpofua and config-wce are properties of devices of QEMU: Firecracker offers no CONFIG_WCE, and Cloud ' +
      'Hypervisor always does',
    source:
      'Firecracker 1.16 block/virtio/device.rs, Cloud Hypervisor 53 virtio-devices/src/block.rs',
    confidence: 'read',
    isSo: ({ frontend, device }) =>
      !isOfQemu(frontend) && (device.dpofua !== 'auto' || device.configWce === 'off'),
  },
  {
    because:
      'Firecracker has the I/O engines Sync (threads) and Async (io_uring), and no Linux AIO',
    source:
      'Firecracker 1.16 block/virtio/io/mod.rs, FileEngine; docs/api_requests/block-io-engine.md',
    confidence: 'read',
    isSo: ({ frontend, qemu }) => frontend === 'firecracker' && qemu.aio === 'native',
  },
  {
    because: 'Cloud Hypervisor syncs each write then, and drops the errors: that is not modelled',
    isUnknown: true,
    isSo: ({ frontend, guest }) =>
      frontend === 'cloud-hypervisor' && guest.writeCache === 'device-off',
  },
  {
    because: 'Firecracker has the cache types writeback and unsafe, and raw images',
    source: 'Firecracker docs/api_requests/block-caching.md',
    confidence: 'read',
    isSo: ({ frontend, cache, image }) =>
      frontend === 'firecracker' &&
      (!firecrackerCaches.includes(cacheNameOf(cache)) || image.format !== 'raw'),
  },
  {
    because: 'Cloud Hypervisor is modelled with raw images, direct=off (writeback) or on (none)',
    isUnknown: true,
    isSo: ({ frontend, cache, image }) =>
      frontend === 'cloud-hypervisor' &&
      (!cloudHypervisorCaches.includes(cacheNameOf(cache)) || image.format !== 'raw'),
  },
];
