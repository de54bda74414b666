import { describe, expect, it } from 'vitest';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import { cacheNameOf } from '../../src/model/cache-name.js';
import type { VmDisk } from '../../src/model/vm-disk.js';
import { readers } from './readers.js';
import { only, read, settings, shown } from './reading.js';

const cacheOf = ({ caches }: VmDisk) => caches.map(cacheNameOf).sort();

describe('Firecracker', () => {
  const firecracker = (text: string) => only(read(readers.firecracker, text));
  const config = (drive: object) =>
    JSON.stringify({ drives: [{ drive_id: 'd', path_on_host: '/a', ...drive }] });

  it.each<readonly [string, object, string, string]>([
    ['by itself', {}, 'unsafe', 'threads'],
    ['Unsafe', { cache_type: 'Unsafe', io_engine: 'Sync' }, 'unsafe', 'threads'],
    ['Writeback', { cache_type: 'Writeback', io_engine: 'Async' }, 'writeback', 'io_uring'],
  ])('%s', (_, drive, cache, aio) => {
    const { disks } = firecracker(config(drive));
    expect(disks.map((disk) => [disk.id, cacheOf(disk), shown(disk.aio)])).toEqual([
      ['d', [cache], aio],
    ]);
  });

  it('reads the body of a request from its file, and knows nothing of one that is not there', () => {
    const call = (body: string) => `curl -X PUT http://localhost/drives/f ${body}\n`;
    const file = sourceText('drive.json', '{"drive_id":"g","path_on_host":"/g"}');
    const related = (name: string) => (name === 'drive.json' ? file : null);
    const disksOf = (body: string) =>
      only(read(readers.firecracker, call(body), { related })).disks.map((disk) => [
        disk.id,
        cacheOf(disk),
        shown(disk.aio),
      ]);
    expect(disksOf('-d @drive.json')).toEqual([['g', ['unsafe'], 'threads']]);
    for (const body of ['-d @other.json', '--data-binary "@$F"', '--json @-'])
      expect(disksOf(body)).toEqual([['f', ['unsafe', 'writeback'], 'unresolved']]);
  });

  it('has the place of a value, and of a drive that lacks it', () => {
    const text =
      '{\n "drives": [\n  { "drive_id": "d",\n    "cache_type": "Writeback" }, {"drive_id": "e"}\n]}';
    const [first, second] = firecracker(text).disks;
    expect(first?.writeback.origin).toMatchObject({
      kind: 'file',
      at: { line: 4, column: 20, endColumn: 29 },
    });
    expect(second?.writeback.origin).toMatchObject({
      kind: 'default',
      at: { line: 4, column: 34 },
    });
  });

  it('skips what is read-only, and persistent memory', () => {
    const text = JSON.stringify({
      drives: [{ drive_id: 'r', is_read_only: true }],
      pmem: [{ id: 'm' }],
    });
    expect(firecracker(text).skipped.map(({ id }) => id)).toEqual(['r', 'm']);
  });

  it('knows nothing of what another process serves', () => {
    const [disk] = firecracker(config({ socket: '/s' })).disks;
    expect(disk?.source).toMatchObject({ name: '/s', kind: { value: 'vhost-user' } });
    expect(disk?.writeback.known).toBe(false);
  });

  it('offers flushes to a back end with Writeback, and does not know what that makes of them', () => {
    const [disk] = firecracker(config({ socket: '/s', cache_type: 'Writeback' })).disks;
    expect(disk === undefined ? [] : cacheOf(disk)).toEqual(['writeback']);
    expect(disk?.source.host?.doubt).toContain('a vhost-user back end');
  });

  it('refuses a cache type that it does not have', () => {
    const [disk] = firecracker(config({ cache_type: 'None' })).disks;
    expect(disk?.notes.map(({ rule }) => rule)).toEqual(['refused-by-qemu']);
    expect(disk === undefined ? [] : cacheOf(disk)).toEqual(['unsafe', 'writeback']);
  });

  it('is asked by scripts and in pages', () => {
    const call = `curl --unix-socket $S -X PUT "http://localhost/drives/root" \\\n -d "{ \\"drive_id\\": \\"root\\", \\"path_on_host\\": \\"$P\\", \\"cache_type\\": \\"Writeback\\" }"\n`;
    for (const text of [`#!/bin/sh\n${call}`, `A page.\n\n\`\`\`bash\n${call}\`\`\`\n`]) {
      const [disk] = firecracker(text).disks;
      expect([disk?.id, disk?.source.name, disk === undefined ? [] : cacheOf(disk)]).toEqual([
        'root',
        '$P',
        ['writeback'],
      ]);
      expect(disk?.writeback.origin.kind).toBe('file');
    }
  });

  it.each([
    ['no drives', '{"a": 1}'],
    ['no request', 'curl http://localhost/x -d 1\n'],
    ['a broken body', 'curl -X PUT http://localhost/drives/a -d "{"\n'],
    ['no JSON', '{"drives": [,]}'],
  ])('with %s is refused', (_, text) => {
    const result = readers.firecracker(sourceText('x', text), bareContext);
    expect('diagnostics' in result && (result.diagnostics[0]?.line ?? 0) > 0).toBe(true);
  });
});

describe('Cloud Hypervisor', () => {
  const reader = readers['cloud-hypervisor'];
  const start = (disks: string) =>
    only(read(reader, `cloud-hypervisor --kernel k --disk ${disks} --cpus boot=1\n`));

  it.each([
    ['path=/a', 'writeback', 'probed', 'unmap'],
    ['path=/a,direct=on', 'none', 'probed', 'unmap'],
    ['path=/a,direct=off,image_type=qcow2,sparse=off', 'writeback', 'qcow2', 'ignore'],
  ])('%s', (text, cache, format, discard) => {
    const [disk] = start(text).disks;
    expect(
      disk === undefined ? [] : [...cacheOf(disk), shown(disk.format), shown(disk.discard)],
    ).toEqual([cache, format, discard]);
  });

  it('knows no settings of a disk whose end may be any other keys', () => {
    const [disk] = start('path=/a,image_type=raw,direct=on,$OPTS').disks;
    expect(disk && settings(disk)).toMatchObject({
      source: 'file',
      direct: 'unresolved',
      format: 'unresolved',
      discard: 'unresolved',
    });
  });

  it('takes as many disks as follow', () => {
    const { disks, skipped } = start('path=/a path=/b,id=two path=/c,readonly=on --disk path=/d');
    expect([disks.map(({ id }) => id), skipped.map(({ id }) => id)]).toEqual([
      ['_disk0', 'two', '_disk3'],
      ['_disk2'],
    ]);
  });

  it('is resolved where nothing is left to the shell', () => {
    const [disk] = start('path=$IMG,direct=$D').disks;
    expect(disk?.direct).toMatchObject({ known: false, origin: { text: '$D' } });
    expect(start('"${DISKS[@]}"').notes.map(({ rule }) => rule)).toEqual(['unreadable']);
  });

  it.each([
    ['a body of vm.create', { payload: {}, disks: [{ path: '/a', direct: true }] }],
    ['a body of vm.add-disk', { path: '/a', direct: true }],
    [
      'an answer of vm.info',
      { config: { disks: [{ path: '/a', direct: true }] }, state: 'Running' },
    ],
  ])('has %s', (_, object) => {
    const [disk] = only(read(reader, JSON.stringify(object))).disks;
    expect(disk?.direct).toMatchObject({ value: true, origin: { kind: 'file' } });
  });

  it('is asked by scripts', () => {
    const text = `#!/bin/sh\ncurl -X PUT http://localhost/api/v1/vm.create -d '{"disks":[{"path":"/a"},{"path":"/b","direct":true}]}'\ncurl -X PUT http://localhost/api/v1/vm.add-disk -d '{"path":"/c"}'\n`;
    const { definitions } = read(reader, text);
    expect(
      definitions.map(({ disks }) => disks.map((disk) => [disk.source.name, shown(disk.direct)])),
    ).toEqual([
      [
        ['/a', false],
        ['/b', true],
      ],
      [['/c', false]],
    ]);
  });

  it('knows nothing of what another process serves', () => {
    const [disk] = start('vhost_user=true,socket=/s').disks;
    expect([disk?.source.name, disk?.writeback.known]).toEqual(['/s', false]);
  });
});
