import { buildStack } from '../../src/stack/build.js';
import { buildBareMetal } from '../../src/stack/controls.js';
import { configurationOf } from './configurations.js';
import { type Law, law } from './law.js';
import { fsync, wait, write } from './scripts.js';
import { contentsAfterTwo } from './second-boots.js';
import { secondBootsOfToday } from './second-boots-of-today.js';

const scsi = buildStack(configurationOf('scsi', 'writeback'));
const through = buildStack(configurationOf('virtio-blk', 'writethrough'));
const bareMetal = buildBareMetal({
  kernel: '2.6.31',
  writeCache: 'device',
  mount: 'barrier',
  fsyncError: 'stops',
  elevator: 'cfq',
});
const sparse = buildStack(
  configurationOf('scsi', 'none', { allocation: 'sparse', disk: { kind: 'no-wce' } }),
);
const completed = [write(0), wait] as const;
const killed = { fault: 'qemu-kill', isFound: true, watched: [0] } as const;

export const secondBootLaws: readonly Law[] = [
  law(
    'what a fault spared in memory is read, and gone after the next one',
    () => contentsAfterTwo({ ...killed, stack: scsi, first: completed, second: [] }),
    ['0', '1'],
  ),
  law(
    'a flush of the second boot covers what was there before it',
    () => contentsAfterTwo({ ...killed, stack: scsi, first: completed, second: [fsync] }),
    ['1'],
  ),
  law('what a fault spared in the cache of the disk is flushed like anything else', () => {
    const crashed = { ...killed, fault: 'host-crash', first: [write(0)], inFlight: [1] } as const;
    return [
      contentsAfterTwo({ ...crashed, stack: bareMetal, second: [] }),
      contentsAfterTwo({ ...crashed, stack: bareMetal, second: [fsync] }),
    ];
  }, [['0', '1'], ['1']]),
  law(
    'a flush makes nothing sure that the fault before it may have taken',
    () =>
      contentsAfterTwo({
        ...killed,
        fault: 'host-crash',
        stack: scsi,
        first: completed,
        isFound: false,
        second: [fsync],
      }),
    ['0', '1'],
  ),
  law(
    'O_DSYNC of another range leaves in memory what a killed QEMU left there',
    () =>
      contentsAfterTwo({
        ...killed,
        stack: through,
        first: [write(0)],
        inFlight: [1],
        second: [write(16), wait],
        watched: [0, 16],
      }),
    ['0,2', '1,2'],
  ),
  law(
    'QEMU that lives on finishes what it got before the next guest starts',
    () =>
      contentsAfterTwo({
        ...killed,
        fault: 'guest-crash',
        stack: through,
        first: [write(0)],
        inFlight: [1],
        second: [],
      }),
    ['1'],
  ),
  law(
    'a write of the second boot that is there has what it was written on below it',
    () =>
      contentsAfterTwo({
        ...killed,
        stack: { ...scsi, disk: { ...scsi.disk, sectorsPerAtomicUnit: 8 } },
        first: completed,
        second: [write(1), wait],
        watched: [0, 1],
      }),
    ['0,0', '1,0', '1,3'],
  ),
  law(
    'an allocation that a fault spared in memory can be lost to the next one',
    () => [
      contentsAfterTwo({ ...killed, stack: sparse, first: completed, second: [] }),
      contentsAfterTwo({ ...killed, stack: sparse, first: completed, second: [fsync] }),
    ],
    [['0', '1'], ['1']],
  ),
  ...secondBootsOfToday,
];
