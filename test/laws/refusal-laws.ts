import { holdsWhatever } from '../../src/catalogue/evidence.js';
import { refusalOf, unknownBecause } from '../../src/catalogue/refusals/refusals.js';
import { lackingRefusals } from '../../src/catalogue/refusals/values-since.js';
import { versionRefusals } from '../../src/catalogue/refusals/version-refusals.js';
import { linuxMeant } from '../../src/catalogue/releases/linux-releases.js';
import { removalOfVersion } from '../../src/catalogue/releases/machine-types.js';
import {
  machineMeant,
  neverReleased,
  releaseMeant,
} from '../../src/catalogue/releases/nearest-release.js';
import type { CacheModeId, Configuration, FrontendId } from '../../src/model/configuration.js';
import { laterVersion, newestRelease, nextVersion } from '../newest-release.js';
import { today } from './fault-laws.js';
import { type Law, law } from './law.js';

// Machines that cannot be, one that can beside each: who refuses too much hides what somebody runs.

type Changes = Readonly<Record<string, string>>;

const on = (frontend: FrontendId, cache: CacheModeId, changes: Changes = {}): Configuration =>
  today(frontend, cache, changes);

/** Whether each of the first is refused, and none of the others. */
const refuses = (
  cannotBe: readonly Configuration[],
  canBe: readonly Configuration[],
): readonly (readonly boolean[])[] =>
  [cannotBe, canBe].map((some) => some.map((each) => refusalOf(each) !== ''));

function refusalLaw(
  name: string,
  cannotBe: readonly Configuration[],
  canBe: readonly Configuration[],
): Law {
  return law(name, () => refuses(cannotBe, canBe), [
    cannotBe.map(() => true),
    canBe.map(() => false),
  ]);
}

function isRefusedOn(
  version: string,
  configuration: Configuration,
  machine: readonly string[] = [],
): boolean {
  return refusalOf(configuration, versionRefusals({ qemu: [version], machine })) !== '';
}

const windows = { 'guest-kernel': 'windows' } as const;
const freebsd = { 'guest-kernel': 'freebsd-ufs' } as const;

export const refusalLaws: readonly Law[] = [
  law(
    'a version does not have a device that came after it, and the next has it',
    () =>
      (
        [
          ['9.0', 'emmc', '9.2'],
          ['9.1', 'emmc', '9.2'],
          ['0.12', 'ahci', '7.2'],
          ['0.14', 'ahci', '7.2'],
          ['1.5', 'nvme', '7.2'],
          ['1.6', 'nvme', '7.2'],
        ] as const
      ).map(([version, frontend, qemu]) =>
        isRefusedOn(version, on(frontend, 'writethrough', { qemu })),
      ),
    [true, false, true, false, true, false],
  ),
  law(
    'a version does not have a setting that came after it, and the next has it',
    () => {
      const cells = [
        ['0.12', '0.13', on('virtio-blk', 'unsafe', { qemu: '7.2' })],
        ['0.15', '1.0', on('virtio-blk', 'directsync', { qemu: '7.2' })],
        ['1.5', '1.6', on('virtio-blk', 'none-noflush', { qemu: '7.2' })],
        ['1.0', '1.1', on('scsi', 'none', { qemu: '7.2', dpofua: 'off' })],
        ['1.1', '1.2', on('virtio-blk', 'none', { qemu: '7.2', 'config-wce': 'off' })],
        ['4.2', '5.0', on('virtio-blk', 'none', { qemu: '7.2', aio: 'io_uring' })],
      ] as const;
      return cells.map(([before, since, cell]) =>
        [before, since].map((at) => isRefusedOn(at, cell)),
      );
    },
    Array.from({ length: 6 }, () => [true, false]),
  ),
  law('what QEMU does not have yet others have', () => {
    const lacked = lackingRefusals('QEMU', '4.2');
    return (['virtio-blk', 'firecracker', 'cloud-hypervisor'] as const).map((frontend) =>
      lacked.some(({ isSo }) => isSo(on(frontend, 'writeback', { aio: 'io_uring' }))),
    );
  }, [true, false, false]),
  law('what is not QEMU has no version of it', () => {
    const cells = [
      on('firecracker', 'writeback'),
      on('cloud-hypervisor', 'none'),
      on('virtio-blk', 'none'),
    ];
    return [[newestRelease], ['any'], []].map((qemu) => {
      const named = versionRefusals({ qemu, machine: [] });
      return cells.map((cell) => refusalOf(cell, named) !== '');
    });
  }, [
    [true, true, false],
    [true, true, false],
    [false, false, false],
  ]),
  law('a host has io_uring since Linux 5.1', () => {
    const uring = on('virtio-blk', 'none', { aio: 'io_uring' });
    return ['2.6.31', '5.0', '5.1', '6.12', ''].map(
      (hostKernel) =>
        refusalOf(uring, versionRefusals({ qemu: [], machine: [], hostKernel })) !== '',
    );
  }, [true, true, false, false, false]),
  refusalLaw(
    'a machine type is not newer than the QEMU that runs it',
    [
      on('virtio-blk', 'none', { qemu: '9.2', machine: '10.0' }),
      on('virtio-blk', 'none', { qemu: '10.0.2', machine: '10.1' }),
    ],
    [
      on('virtio-blk', 'none', { qemu: '10.0', machine: '9.2' }),
      on('virtio-blk', 'none', { qemu: '10.0.2', machine: '10.0' }),
    ],
  ),
  refusalLaw(
    'machine types up to 4.2 are gone since QEMU 10.2',
    [
      on('virtio-blk', 'none', { qemu: '10.2', machine: '4.2' }),
      on('virtio-blk', 'none', { machine: '4.2' }),
    ],
    [
      on('virtio-blk', 'none', { qemu: '7.2', machine: '4.2' }),
      on('virtio-blk', 'none', { qemu: '10.1', machine: '4.2' }),
    ],
  ),
  law('a version within a series does not have the machine type of a later one', () => {
    const series = on('virtio-blk', 'none', { qemu: '8.2', machine: '8.2' });
    return [
      isRefusedOn('8.0', series, ['8.2']),
      isRefusedOn('8.2', series, ['8.2']),
      isRefusedOn('8.0', series, ['8.0']),
    ];
  }, [true, false, false]),
  law('a machine type that was not told apart is as the next, and one that is gone is none', () => {
    const newest = on('virtio-blk', 'none', { machine: '7.2' });
    return [
      ['6.2', '5.0', '4.2', '4.1', '0.11'].map(machineMeant),
      machineMeant('newest'),
      [
        ['6.2', '11.1'],
        ['5.2', '11.1'],
        ['5.1', '11.1'],
        ['5.0', '10.2'],
        ['2.3', '9.2'],
        ['1.3', '7.2'],
        ['1.3', '5.2'],
      ].map(([type = '', version = '']) => removalOfVersion(type, version) !== null),
      [['6.2'], ['5.1'], ['5.1', '7.2']].map((machine) => isRefusedOn('11.1', newest, machine)),
      // Nobody names a QEMU: the release itself has it no more.
      refusalOf(newest, versionRefusals({ qemu: [], machine: ['5.1'] })) !== '',
      isRefusedOn(
        laterVersion,
        on('virtio-blk', 'none', { qemu: newestRelease, machine: newestRelease }),
        [nextVersion],
      ),
    ];
  }, [
    ['7.2', '7.2', '4.2', '4.2', '4.2'],
    'newest',
    [false, false, true, false, false, true, false],
    [false, true, false],
    true,
    true,
  ]),
  refusalLaw(
    'only Linux has the settings of Linux',
    [
      on('virtio-blk', 'none', { ...windows, 'guest-write-cache': 'write-through' }),
      on('ahci', 'none', { ...freebsd, 'guest-write-cache': 'write-through' }),
      on('virtio-blk', 'none', { ...windows, mount: 'nobarrier' }),
      on('ahci', 'none', { ...freebsd, mount: 'nobarrier' }),
      on('virtio-blk', 'none', { ...windows, 'fsync-error': 'retries' }),
    ],
    [
      on('virtio-blk', 'none', { 'guest-write-cache': 'write-through' }),
      on('virtio-blk', 'none', { mount: 'nobarrier' }),
      on('virtio-blk', 'none', { 'fsync-error': 'retries' }),
      on('virtio-blk', 'none', windows),
    ],
  ),
  refusalLaw(
    'an engine for files of the host does nothing for an image on another machine',
    [
      on('virtio-blk', 'none', { aio: 'io_uring', format: 'network', host: 'rbd' }),
      on('virtio-blk', 'none', { aio: 'io_uring', format: 'qcow2', host: 'nbd' }),
    ],
    [
      on('virtio-blk', 'none', { aio: 'threads', format: 'network', host: 'rbd' }),
      on('virtio-blk', 'none', { aio: 'io_uring', format: 'qcow2' }),
    ],
  ),
  refusalLaw(
    'what is not QEMU has no machine type',
    [
      on('firecracker', 'writeback', { machine: '10.0' }),
      on('cloud-hypervisor', 'none', { machine: '9.2' }),
    ],
    [on('firecracker', 'writeback'), on('virtio-blk', 'none', { machine: '10.0' })],
  ),
  refusalLaw(
    'a device has no blocks to allocate',
    [
      on('virtio-blk', 'none', { allocation: 'sparse', host: 'block-device' }),
      on('virtio-blk', 'none', { allocation: 'unwritten', host: 'lvm', format: 'protocol' }),
    ],
    [
      on('virtio-blk', 'none', { allocation: 'sparse' }),
      on('virtio-blk', 'none', { allocation: 'sparse', host: 'block-device', format: 'qcow2' }),
    ],
  ),
  refusalLaw(
    'PIIX IDE has no NCQ, and AHCI has',
    [on('ide', 'none', { 'queue-depth': '32' }), on('ahci', 'none', { 'queue-depth': '64' })],
    [on('ide', 'none', { 'queue-depth': '1' }), on('ahci', 'none', { 'queue-depth': '32' })],
  ),
  refusalLaw(
    'Linux AIO is for O_DIRECT in QEMU, and is none of Firecracker',
    [
      on('firecracker', 'writeback', { aio: 'native' }),
      on('virtio-blk', 'writeback', { aio: 'native' }),
      on('virtio-blk', 'writethrough', { aio: 'native' }),
    ],
    [
      on('virtio-blk', 'none', { aio: 'native' }),
      on('virtio-blk', 'directsync', { aio: 'native' }),
      on('virtio-blk', 'writeback', { aio: 'io_uring' }),
      on('firecracker', 'writeback', { aio: 'io_uring' }),
      on('cloud-hypervisor', 'writeback', { aio: 'native' }),
      on('cloud-hypervisor', 'none', { aio: 'native' }),
    ],
  ),
  law(
    'what may be and is not modelled is not said to be impossible',
    () =>
      [
        on('megasas', 'none', { 'guest-kernel': '2.6.31' }),
        on('virtio-blk', 'none', { ...windows, mount: 'nobarrier' }),
        on('nvme', 'none', { 'guest-kernel': '2.6.31' }),
        on('virtio-blk', 'writeback', { aio: 'native' }),
      ].map((each) => unknownBecause(each) !== ''),
    [true, true, false, false],
  ),
  law(
    'a QEMU that nobody ran or read is looked at as the nearest, and said to be none of the known',
    () =>
      ['6.2', laterVersion, '8.1', '10.0.1', '10.0.9', '0.10', 'banana'].map((version) => {
        const meant = releaseMeant(version);
        return [meant?.release ?? '', (meant?.takenFor ?? '') !== ''];
      }),
    [
      ['7.2', true],
      [newestRelease, true],
      ['8.2', false],
      ['10.0.2', false],
      ['10.0', false],
      ['0.11', false],
      ['', false],
    ],
  ),
  law(
    'what a guest leaves undone may be done by one that nobody read, and what is told to QEMU may not',
    () =>
      [['BLK012'], ['BLK010', 'BLK011'], ['BLK016'], ['BLK012', 'BLK014'], []].map((rules) => [
        holdsWhatever(['guest-kernel'], rules),
        holdsWhatever([], rules),
      ]),
    [
      [false, true],
      [false, true],
      [true, true],
      [true, true],
      [false, true],
    ],
  ),
  law(
    'a Linux that nobody read is looked at as one of its era, and said to be none of the known',
    () =>
      ['2.6.18', '2.6.31', '2.6.31.5', '2.6.36', '2.6.37', '6.12.4', '6.13', '7', 'current'].map(
        (release) => {
          const meant = linuxMeant(release);
          return [meant?.kernel ?? '', meant?.isRead === false];
        },
      ),
    [
      ['2.6.31', true],
      ['2.6.31', false],
      ['2.6.31', false],
      ['2.6.31', true],
      ['6.12', false],
      ['6.12', false],
      ['6.12', true],
      ['6.12', true],
      ['', false],
    ],
  ),
  law(
    'a version between two releases, of which one came right after the other, never was',
    () =>
      ['9.7', '9.3', '10.3', '8.3', '6.9', '7.2', '10.0.1', '10.0.9', laterVersion, '9.2.7'].map(
        (version) => neverReleased(version) !== '',
      ),
    [true, true, true, true, false, false, false, false, false, false],
  ),
  law(
    'what was told to QEMU fails in every release, and what its code does in those that are known',
    () =>
      [['BLK014'], ['BLK015'], ['BLK010'], ['BLK011', 'BLK016'], ['BLK010', 'BLK014'], []].map(
        (rules) => holdsWhatever(['qemu'], rules),
      ),
    [true, true, false, false, true, false],
  ),
];
