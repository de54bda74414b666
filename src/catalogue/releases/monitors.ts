import type { FrontendId } from '../../model/configuration.js';
import type { Known } from '../known.js';

/** A monitor that serves a device in QEMU's place, and where it is known what it does. */
export interface MonitorRow extends Known {
  readonly frontend: FrontendId;
  readonly name: string;
  /** How it completes a write. */
  readonly writes: string;
  /** What it makes of a flush. */
  readonly flushes: string;
  /** How it is told that flushes are not wanted; '' where it cannot be. */
  readonly drops: string;
  /** Its own options for QEMU's, by dimension and value. */
  readonly options: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const monitors: readonly MonitorRow[] = [
  {
    frontend: 'firecracker',
    name: 'Firecracker',
    writes:
      'Firecracker 1.16 devices/virtio/block/virtio/device.rs: the file is opened without O_DIRECT',
    flushes: 'Firecracker 1.16 block/virtio/io/sync_io.rs: sync_all; async_io.rs: fsync',
    drops:
      'Firecracker docs/api_requests/block-caching.md: Unsafe, the default, advertises no flush',
    options: {
      cache: { writeback: 'cache_type: Writeback', unsafe: 'cache_type: Unsafe' },
      aio: { threads: 'io_engine: Sync', io_uring: 'io_engine: Async' },
    },
    source: 'Firecracker 1.16 src/vmm/src/devices/virtio/block, vmm_config/drive.rs; not run',
    confidence: 'read',
  },
  {
    frontend: 'cloud-hypervisor',
    name: 'Cloud Hypervisor',
    writes: 'Cloud Hypervisor 53 block/src/factory.rs: direct=on is O_DIRECT',
    flushes:
      'Cloud Hypervisor 53 block/src/io/request.rs, formats/raw: a flush is fsync, by io_uring or AIO',
    drops: '',
    options: {
      cache: { writeback: 'direct=off', none: 'direct=on' },
      aio: {
        threads: '_disable_io_uring=on,_disable_aio=on',
        native: '_disable_io_uring=on',
        io_uring: 'neither _disable_io_uring nor _disable_aio',
      },
    },
    source: 'Cloud Hypervisor 53 block/src, virtio-devices/src/block.rs; not run',
    confidence: 'read',
  },
];

export function monitorOf(frontend: FrontendId): MonitorRow | undefined {
  return monitors.find((monitor) => monitor.frontend === frontend);
}
