import { type Law, law } from './law.js';
import { fsync, wait, write } from './scripts.js';
import { contentsAfterTwo, type TwoBoots } from './second-boots.js';
import { today } from './today-laws.js';

const completed = [write(0), wait] as const;
const watched = [0] as const;
const killed = { fault: 'qemu-kill', isFound: true, watched } as const;
const crashed = { fault: 'guest-crash', isFound: true, watched } as const;
const lostOrNot = ['0', '1'];
/** The first sector of another page, block and cluster. */
const elsewhere = write(8);

const cached = today('virtio-blk', 'writeback');
const onMedium = { disk: 'no-wce' } as const;
const tables = today('virtio-blk', 'none', {
  ...onMedium,
  format: 'qcow2',
  allocation: 'sparse',
  host: 'block-device',
});

/** The same first boot, and second boots that do more and more. */
function each(common: Omit<TwoBoots, 'second'>, ...seconds: readonly TwoBoots['second'][]) {
  return seconds.map((second) => contentsAfterTwo({ ...common, second }));
}

/** Laws of what QEMU of today, an image with tables, or a server have of a boot that is over. */
export const secondBootsOfToday: readonly Law[] = [
  law(
    'a new QEMU flushes nothing before it has written something',
    () =>
      [cached, today('virtio-blk', 'writeback', { format: 'qcow2' })].flatMap((stack) =>
        each({ ...killed, stack, first: completed }, [fsync], [elsewhere, wait, fsync]),
      ),
    [lostOrNot, ['1'], lostOrNot, ['1']],
  ),
  law(
    'QEMU that lives on flushes what it wrote for the guest before',
    () => each({ ...crashed, stack: cached, first: completed }, [], [fsync]),
    [lostOrNot, ['1']],
  ),
  law('another monitor than QEMU flushes whenever it is asked', () => {
    const stack = today('firecracker', 'writeback');
    return each({ ...killed, stack, first: completed }, [], [fsync]);
  }, [lostOrNot, ['1']]),
  law('QEMU that lives on finishes the flush behind a write', () => {
    const stack = today('virtio-blk', 'writethrough', { format: 'qcow2' });
    return each({ ...crashed, stack, first: [write(0)], inFlight: [1] }, []);
  }, [['1']]),
  law('QEMU that lives on skips the flush behind its first write only', () => {
    const stack = today('virtio-blk', 'writethrough');
    return [
      ...each({ ...crashed, stack, first: [write(0)], inFlight: [1] }, []),
      ...each({ ...crashed, stack, first: [elsewhere, write(0)], inFlight: [2] }, []),
    ];
  }, [lostOrNot, ['2']]),
  law('what a QEMU that died had handed on is with the server', () => {
    const stack = today('virtio-blk', 'writeback', { ...onMedium, format: 'network', host: 'rbd' });
    return each({ ...killed, stack, first: completed }, []);
  }, [['1']]),
  law(
    'tables that were written past the page cache are with the disk',
    () => each({ ...killed, stack: tables, first: completed }, []),
    [['1']],
  ),
  law(
    'tables in the memory of a QEMU that lives on wait for a flush',
    () => each({ ...crashed, stack: tables, first: completed }, [], [fsync]),
    [lostOrNot, ['1']],
  ),
  law('O_DSYNC finds its own block again, whoever allocated it', () => {
    const changes = { ...onMedium, aio: 'io_uring', allocation: 'sparse' };
    const stack = today('virtio-blk', 'writethrough', changes);
    const common = { ...killed, stack, first: [write(0)], inFlight: [1], watched: [0, 1] };
    return each(common, [write(1), wait]);
  }, [['0,2', '1,2']]),
  law('O_DSYNC past the page cache commits all that was allocated', () => {
    const changes = { ...onMedium, aio: 'io_uring', allocation: 'sparse' };
    const stack = today('virtio-blk', 'directsync', changes);
    const common = { ...killed, stack, first: [write(0)], inFlight: [1] };
    return each(common, [], [elsewhere, wait]);
  }, [lostOrNot, ['1']]),
  law('who takes over from a lost node finds what the server had, in its cache', () => {
    const stack = today('virtio-blk', 'writeback', { format: 'network', host: 'nbd' });
    const common = { ...killed, fault: 'node-loss', stack, first: completed } as const;
    return each(common, [fsync], [elsewhere, wait, fsync]);
  }, [lostOrNot, ['1']]),
];
