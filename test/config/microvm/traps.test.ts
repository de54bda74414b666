import { describe, expect, it } from 'vitest';
import { readers } from '../readers.js';
import { summaryOf } from '../summary.js';

describe('Firecracker:', () => {
  const drive = (more: string) =>
    `{"drives": [{"drive_id": "r", "path_on_host": "/a", "is_root_device": true${more}}]}`;
  it.each([
    ['omitted offers no flush', drive(''), 'r firecracker unsafe'],
    ['Writeback', drive(', "cache_type": "Writeback"'), 'r firecracker writeback'],
    ['io_uring', drive(', "io_engine": "Async"'), 'r firecracker unsafe aio=io_uring'],
    [
      'names have upper case',
      drive(', "cache_type": "writeback"'),
      'r firecracker unresolved !refused-by-qemu',
    ],
    ['read-only', drive(', "is_read_only": true'), '-r'],
    [
      'vhost-user is decided elsewhere',
      '{"drives": [{"drive_id": "r", "is_root_device": false, "socket": "/s"}]}',
      'r firecracker unresolved aio=unresolved',
    ],
  ])('%s', (_, text, expected) => {
    expect(summaryOf(readers.firecracker, text)).toBe(expected);
  });
});

describe('Cloud Hypervisor:', () => {
  const start = (disk: string) => `cloud-hypervisor --kernel k --disk ${disk}\n`;
  it.each([
    ['omitted is writeback', start('path=a'), '_disk0 cloud-hypervisor writeback aio=io_uring'],
    ['direct', start('path=a,direct=on'), '_disk0 cloud-hypervisor none aio=io_uring'],
    [
      'several disks behind one option',
      start('path=a,readonly=on path=b,iommu=on'),
      '_disk1 cloud-hypervisor writeback aio=io_uring\n-_disk0',
    ],
    [
      'an ellipsis of a page is no disk',
      start('path=a ...'),
      '_disk0 cloud-hypervisor writeback aio=io_uring',
    ],
    [
      'a body of its API',
      '{"payload": {}, "disks": [{"path": "/a", "direct": true}]}',
      '_disk0 cloud-hypervisor none aio=io_uring',
    ],
  ])('%s', (_, text, expected) => {
    expect(summaryOf(readers['cloud-hypervisor'], text)).toBe(expected);
  });
});
