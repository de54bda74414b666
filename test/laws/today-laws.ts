import { dimensionOf } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import type { CacheModeId, Configuration, FrontendId } from '../../src/model/configuration.js';
import { buildStack } from '../../src/stack/build.js';
import type { Stack } from '../../src/stack/stack.js';
import { configurationOf } from './configurations.js';
import { acknowledgedContents, contents } from './endings.js';
import { type Law, law } from './law.js';
import { acknowledge, barrier, flush, fsync, type Sketch, script, wait, write } from './scripts.js';

/** A stack of the newest release; `changes` are dimensions by their keys. */
export function today(
  frontend: FrontendId,
  cache: CacheModeId,
  changes: Readonly<Record<string, string>> = {},
): Stack {
  let configuration: Configuration = configurationOf(frontend, cache, {}, defaultProfile);
  for (const [key, value] of Object.entries(changes))
    configuration = dimensionOf(key).write(configuration, value);
  return buildStack(configuration);
}

export const fua = (lba: number): Sketch => ({ ...write(lba), fua: true });
export const commit = [write(0), fsync, acknowledge] as const;
export const afterwards = [wait, acknowledge] as const;
/** What another write does for a FUA write, and it for the other. */
export const behindAnother = [write(0), wait, fua(1), ...afterwards] as const;
export const lostOrNot = ['0', '1'];

/** What the first sectors show under power loss, once the last acknowledgement has run. */
export function shown(stack: Stack, sketches: readonly Sketch[], ...watched: readonly number[]) {
  // Which of two flushes in flight together runs takes some luck.
  return acknowledgedContents(script(...sketches), stack, 'power-loss', watched, 3000);
}

/** The first sectors of three qcow2 clusters' worth of disk after a write to each of them. */
function clusters(...watched: readonly number[]) {
  const program = script(...watched.map((lba) => write(lba)), wait, acknowledge);
  const stack = today('virtio-blk', 'none', { format: 'qcow2', allocation: 'sparse' });
  return acknowledgedContents({ ...program, sectorCount: 384 }, stack, 'qemu-kill', watched);
}

/** Sectors of a sparse image after a write to each of them has completed. */
function sparse(
  format: string,
  cache: CacheModeId,
  fault: 'qemu-kill' | 'host-crash',
  changes: Readonly<Record<string, string>>,
  ...watched: readonly number[]
) {
  const program = script(...watched.map((lba) => write(lba)), wait, acknowledge);
  const stack = today('virtio-blk', cache, { ...changes, format, allocation: 'sparse' });
  return acknowledgedContents({ ...program, sectorCount: 4096 }, stack, fault, watched);
}

/** What two writes in flight together leave where each is durable once it has completed. */
function sideBySide(frontend: FrontendId, depth: string) {
  const changes = { aio: 'native', elevator: 'noop', 'queue-depth': depth };
  const stack = today(frontend, 'directsync', changes);
  return contents(script(write(0), write(1), wait), stack, 'power-loss', [0, 1]);
}

const inTurn = ['0,0', '1,0', '1,2'];

const queueLaws: readonly Law[] = [
  law(
    'a queue has the depth of its device',
    () => [...sideBySide('ide', 'device'), ...sideBySide('ahci', 'device')],
    [...inTurn, '0,0', '0,2', '1,0', '1,2'],
  ),
  law(
    'a guest keeps one request in flight where it is told to',
    () => sideBySide('ahci', '1'),
    inTurn,
  ),
  law('a queue is as deep as it was made', () => sideBySide('virtio-blk', '32'), [
    '0,0',
    '0,2',
    '1,0',
    '1,2',
  ]),
];

const flushLaws: readonly Law[] = [
  law(
    'Firecracker is sent no flush where its cache_type is Unsafe, which is why',
    () =>
      (['writeback', 'unsafe'] as const)
        .map((cache) => today('firecracker', cache).driver)
        .map(({ ordered, noFlushBecause }) => `${ordered} ${noFlushBecause}`),
    ['flush ', 'no-cache BLK014'],
  ),
  law(
    'without barriers, fsync waits and flushes',
    () => shown(today('virtio-blk', 'writeback'), commit, 0),
    ['1'],
  ),
  law(
    'without barriers, nothing is drained',
    () =>
      contents(
        script(write(0), barrier(1), write(2), wait),
        today('virtio-blk', 'none'),
        'power-loss',
        [0, 1, 2],
      ),
    ['0,0,0', '0,0,3', '0,2,0', '0,2,3', '1,0,0', '1,0,3', '1,2,0', '1,2,3'],
  ),
  law(
    'a flush covers nothing that is in flight beside it',
    () => shown(today('virtio-blk', 'none'), [write(0), flush, acknowledge], 0),
    lostOrNot,
  ),
  law(
    'where the guest takes the device to write through, no flush is sent',
    () => shown(today('virtio-blk', 'none', { 'guest-write-cache': 'write-through' }), commit, 0),
    lostOrNot,
  ),
  law(
    "a driver that answers flushes itself sends none, not even a FUA write's",
    () => [
      shown(today('megasas', 'none', { qemu: '10.0' }), commit, 0),
      shown(today('megasas', 'none', { qemu: '10.0' }), [fua(0), ...afterwards], 0),
    ],
    [lostOrNot, lostOrNot],
  ),
  law(
    'nor the one before a FUA write',
    () =>
      shown(
        today('megasas', 'none', { aio: 'native' }),
        [write(0), wait, barrier(1), ...afterwards],
        0,
        1,
      ),
    ['0,0', '0,3', '1,0', '1,3'],
  ),
  law(
    'a controller that makes a command of its own leaves out the FUA that the disk offers',
    () => [
      shown(today('megasas', 'none', { aio: 'native' }), [fua(0), ...afterwards], 0),
      shown(today('megasas', 'none', { qemu: '10.0', dpofua: 'on' }), [fua(0), ...afterwards], 0),
      shown(today('virtio-scsi', 'none', { aio: 'native' }), [fua(0), ...afterwards], 0),
    ],
    [lostOrNot, lostOrNot, ['1']],
  ),
  law(
    'a device that hides its cache gets no flush',
    () => shown(today('vhost-user-blk', 'none'), commit, 0),
    lostOrNot,
  ),
  law(
    'a device without a flush command keeps nothing but what is written through',
    () => [
      shown(today('sd', 'none'), commit, 0),
      shown(today('sd', 'directsync', { qemu: '9.2' }), commit, 0),
    ],
    [lostOrNot, ['1']],
  ),
  law(
    'an eMMC has no cache to flush, and writes its sectors one by one',
    () => [
      shown(today('emmc', 'none'), commit, 0),
      shown(today('emmc', 'none', { aio: 'native' }), [fua(0), ...afterwards], 0),
      shown(today('emmc', 'directsync', { qemu: '9.2' }), commit, 0),
      contents(
        script(write(0, 2), wait),
        today('emmc', 'none', { 'atomic-unit': '4096' }),
        'power-loss',
        [0, 1],
      ),
    ],
    [lostOrNot, lostOrNot, ['1'], ['0,0', '0,1', '1,0', '1,1']],
  ),
  law(
    'with config-wce=off an export has its flushes, also behind writes through',
    () => [
      shown(today('vhost-user-blk', 'none', { 'config-wce': 'off' }), commit, 0),
      shown(today('vhost-user-blk', 'none', { 'config-wce': 'off' }), [write(0), ...afterwards], 0),
      shown(today('vhost-user-blk', 'directsync', { 'config-wce': 'off' }), commit, 0),
      shown(today('vhost-user-blk', 'directsync'), commit, 0),
    ],
    [['1'], lostOrNot, ['1'], lostOrNot],
  ),
  law(
    'virtio-blk writes through for a guest that cannot flush, and for no other',
    () => [
      shown(today('virtio-blk', 'writeback', { qemu: '9.2', 'guest-kernel': '2.6.31' }), commit, 0),
      shown(today('virtio-blk', 'writeback', { qemu: '9.2' }), [write(0), ...afterwards], 0),
    ],
    [['1'], lostOrNot],
  ),
  law(
    'a device that splits writes tears them where the disk would not',
    () =>
      (['sd', 'virtio-blk'] as const).map((frontend) =>
        contents(
          script(write(0, 2), wait),
          today(frontend, 'none', { 'atomic-unit': '4096' }),
          'power-loss',
          [0, 1],
        ),
      ),
    [
      ['0,0', '0,1', '1,0', '1,1'],
      ['0,0', '1,1'],
    ],
  ),
];

const imageLaws: readonly Law[] = [
  law(
    'cache.no-flush drops flushes and FUA, and only faults of the host show it',
    () =>
      (['qemu-kill', 'host-crash'] as const).map((fault) =>
        acknowledgedContents(
          script(write(0), fsync, fua(1), wait, acknowledge),
          today('virtio-scsi', 'unsafe', { aio: 'io_uring' }),
          fault,
          [0, 1],
        ),
      ),
    [['1,3'], ['0,0', '0,3', '1,0', '1,3']],
  ),
  law(
    'a flush hands over mappings of qcow2 even where it is dropped, and nothing else does',
    () =>
      [commit, [write(0), ...afterwards]].map((sketches) =>
        acknowledgedContents(
          script(...sketches),
          today('virtio-blk', 'unsafe', { format: 'qcow2', allocation: 'sparse' }),
          'qemu-kill',
          [0],
        ),
      ),
    [['1'], lostOrNot],
  ),
  law(
    'a lost mapping of qcow2 takes its cluster of 128 sectors, and no other',
    () => [clusters(0, 127, 128), clusters(8, 120, 256)],
    [
      ['0,0,0', '0,0,3', '1,2,0', '1,2,3'],
      ['0,0,0', '0,0,3', '1,2,0', '1,2,3'],
    ],
  ),
  law(
    'a preallocated qcow2 has no mappings to lose',
    () =>
      acknowledgedContents(
        script(write(0), ...afterwards),
        today('virtio-blk', 'none', { format: 'qcow2' }),
        'qemu-kill',
        [0],
      ),
    ['1'],
  ),
  law(
    'a lost map entry of vdi takes a block of 2048 sectors',
    () => sparse('vdi', 'none', 'host-crash', {}, 0, 2047, 2048),
    ['0,0,0', '0,0,3', '1,2,0', '1,2,3'],
  ),
  law(
    'a table of qed is with the host when the write completes',
    () => [
      sparse('qed', 'none', 'qemu-kill', {}, 0, 128),
      sparse('qed', 'none', 'host-crash', {}, 0, 128),
    ],
    [['1,2'], ['0,0', '0,2', '1,0', '1,2']],
  ),
  law(
    'on a device a table is as safe as the data with O_DIRECT, and waits with it without',
    () =>
      (['none', 'writeback'] as const).map((cache) =>
        sparse('qed', cache, 'host-crash', { host: 'block-device' }, 0, 127),
      ),
    [['1,2'], ['0,0', '0,2', '1,0', '1,2']],
  ),
  law(
    'a new grain of vmdk is flushed by its write, unless flushes are dropped',
    () => [
      sparse('vmdk', 'none', 'host-crash', {}, 0, 127),
      sparse('vmdk', 'none-noflush', 'host-crash', {}, 0, 127),
    ],
    [['1,2'], ['0,0', '1,2']],
  ),
];

const scsi = today('virtio-scsi', 'none');
const writethrough = today('virtio-blk', 'writethrough');

const fuaLaws: readonly Law[] = [
  law(
    'without a FUA command a write and a flush take its place, which covers what had completed',
    () => shown(today('virtio-blk', 'none'), behindAnother, 0, 1),
    ['1,3'],
  ),
  law(
    'a device that ignores FUA leaves its write to the next flush',
    () => [
      shown(today('nvme', 'none', { aio: 'native' }), [fua(0), ...afterwards], 0),
      shown(today('nvme', 'none', { aio: 'native' }), [fua(0), fsync, acknowledge], 0),
    ],
    [lostOrNot, ['1']],
  ),
  law(
    'RWF_DSYNC makes its own write durable and no other',
    () =>
      ['none', 'writeback'].map((cache) =>
        shown(today('virtio-scsi', cache as CacheModeId, { aio: 'io_uring' }), behindAnother, 0, 1),
      ),
    [
      ['0,3', '1,3'],
      ['0,3', '1,3'],
    ],
  ),
  law('RWF_DSYNC makes the allocation of its write durable', () => {
    const on = today('virtio-scsi', 'none', { aio: 'native', allocation: 'unwritten' });
    return [
      shown(on, [fua(0), ...afterwards], 0),
      // Whoever wrote to the block first.
      shown(on, [write(1), wait, fua(0), ...afterwards], 0),
    ];
  }, [['1'], ['3']]),
  law(
    "a FUA write's own flush covers itself and what had completed",
    () => [
      shown(today('virtio-scsi', 'none', { format: 'qcow2' }), behindAnother, 0, 1),
      shown(today('virtio-scsi', 'none', { format: 'qcow2' }), [fua(0), ...afterwards], 0),
    ],
    [['1,3'], ['1']],
  ),
  law(
    "a FUA write's own flush is skipped right after a flush",
    () => shown(scsi, [write(0), wait, flush, fua(1), ...afterwards], 0, 1),
    ['1,0', '1,4'],
  ),
  law(
    'scsi-hd takes FUA as dpofua says, whatever its machine type',
    () =>
      (
        [
          ['newest', 'off'],
          ['10.0', 'on'],
          ['10.0', 'auto'],
        ] as const
      ).map(([machine, dpofua]) =>
        shown(
          today('virtio-scsi', 'none', { machine, dpofua }),
          [write(0), wait, flush, fua(1), ...afterwards],
          0,
          1,
        ),
      ),
    [['1,4'], ['1,0', '1,4'], ['1,4']],
  ),
  law('up to QEMU 10.0 scsi-hd flushes itself behind a write with FUA, and skips nothing', () => {
    const on = (changes: Readonly<Record<string, string>>) =>
      today('virtio-scsi', 'none', { qemu: '10.0', 'guest-kernel': 'windows', ...changes });
    return [
      shown(on({ dpofua: 'on' }), [fua(0), ...afterwards], 0),
      shown(on({ dpofua: 'on' }), behindAnother, 0, 1),
      shown(on({}), [fua(0), ...afterwards], 0),
    ];
  }, [['1'], ['1,3'], lostOrNot]),
  law('and for the very first write', () => shown(scsi, [fua(0), ...afterwards], 0), lostOrNot),
  law('but not behind a plain write', () => shown(scsi, behindAnother, 0, 1), ['1,3']),
  law(
    'the next flush covers what a skipped one did not',
    () => shown(scsi, [fua(0), wait, flush, acknowledge], 0),
    ['1'],
  ),
  law(
    'of writes through in flight together, one may be flushed before another has ended',
    () => shown(writethrough, [write(0), wait, write(1), write(2), ...afterwards], 1, 2),
    ['0,4', '3,0', '3,4'],
  ),
  law(
    'writes through one after the other are durable, but for the first',
    () => shown(writethrough, [write(0), wait, write(1), wait, write(2), ...afterwards], 0, 1, 2),
    ['1,3,5'],
  ),
  law(
    'no flush is skipped where the host gets FUA, or where the raw driver of 9.2 lies between',
    () => [
      shown(today('virtio-scsi', 'none', { aio: 'native' }), [fua(0), ...afterwards], 0),
      shown(today('virtio-blk', 'writethrough', { qemu: '9.2' }), [write(0), ...afterwards], 0),
      shown(
        today('virtio-blk', 'writethrough', { qemu: '9.2', format: 'protocol' }),
        [write(0), ...afterwards],
        0,
      ),
    ],
    [['1'], ['1'], lostOrNot],
  ),
];

const updateLaws: readonly Law[] = [
  law(
    'up to QEMU 10.0.2 threads flush behind each FUA write, whatever was flushed before',
    () => [
      ...['10.0.2', '10.0'].map((qemu) =>
        shown(today('virtio-blk', 'writethrough', { qemu }), [write(0), ...afterwards], 0),
      ),
      shown(
        today('virtio-blk', 'directsync', { qemu: '10.0.2', format: 'protocol' }),
        [write(0), ...afterwards],
        0,
      ),
    ],
    [['1'], lostOrNot, ['1']],
  ),
];

export const todayLaws: readonly Law[] = [
  ...updateLaws,
  ...queueLaws,
  ...flushLaws,
  ...imageLaws,
  ...fuaLaws,
];
