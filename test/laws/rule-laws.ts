import type { Configuration } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import { configurationOf } from './configurations.js';
import { type Case, inBothEngines, promising } from './engines.js';
import type { Law } from './law.js';
import {
  acknowledge,
  barrier,
  discard,
  fsync,
  type Sketch,
  script,
  scriptOfThreads,
  wait,
  write,
} from './scripts.js';

// The rules of a disk that most tools get wrong, each on every place where it shows: all at a few
// places of the disk, inside a host block and across the border of one.
const places = [0, 5, 12] as const;

const fua = (lba: number, sectorCount = 1): Sketch => ({ ...write(lba, sectorCount), fua: true });

/** Sends flushes, and holds back what completed until one. */
const flushing = [
  configurationOf('scsi', 'writeback'),
  configurationOf('scsi', 'none', { guest: { elevator: 'noop' } }),
  configurationOf('virtio-blk', 'none', { patches: ['virtio-flush'] }),
];
/** The disk has what completed. */
const sure = [
  configurationOf('scsi', 'writethrough'),
  configurationOf('virtio-blk', 'writethrough'),
  configurationOf('virtio-blk', 'none', { disk: { kind: 'no-wce' } }),
];
/** Sends no flush, and holds back what completed for ever. */
const swallowing = [
  configurationOf('virtio-blk', 'writeback'),
  configurationOf('virtio-blk', 'none'),
  configurationOf('ide', 'none'),
];

type Make = (at: number) => ReturnType<typeof promising>;

/** The same expectation at all places, on all of the configurations, under all of the faults. */
function everywhere(
  make: Make,
  configurations: readonly Configuration[],
  faults: readonly FaultId[],
  breaks: string,
): Case[] {
  return places.flatMap((at) =>
    configurations.flatMap((on) =>
      faults.map((fault) => ({ script: make(at), on, fault, breaks })),
    ),
  );
}

const besideAFlush =
  (durable: number[]): Make =>
  (at) =>
    promising(script(fua(at), write(at + 2), wait, acknowledge), { durable });

const flushBeside: Law[] = [
  ...inBothEngines('a flush covers nothing in flight beside it', [
    ...everywhere(besideAFlush([1]), flushing, ['power-loss'], ''),
    ...everywhere(besideAFlush([2]), flushing.slice(0, 1), ['power-loss'], 'lost'),
    ...everywhere(besideAFlush([1, 2]), flushing.slice(0, 1), ['power-loss'], 'lost'),
    ...everywhere(besideAFlush([1, 2]), sure, ['power-loss'], ''),
    ...everywhere(besideAFlush([1]), swallowing.slice(0, 2), ['power-loss'], 'lost'),
  ]),
  ...inBothEngines('a flush that begins while another runs is not left out', [
    ...everywhere(
      (at) => promising(script(fua(at), fua(at + 2), wait, acknowledge), { durable: [1, 2] }),
      flushing,
      ['power-loss', 'host-crash', 'qemu-kill'],
      '',
    ),
    ...everywhere(
      (at) =>
        promising(
          scriptOfThreads([
            [{ kind: 'parallel', threads: [1, 2] }, acknowledge],
            [fua(at), wait],
            [fua(at + 2), wait],
          ]),
          { durable: [3, 5] },
        ),
      flushing,
      ['power-loss'],
      '',
    ),
  ]),
  ...inBothEngines('a flush covers what had completed', [
    ...everywhere(
      (at) => promising(script(write(at), fsync, acknowledge), { durable: [1] }),
      [...flushing, ...sure],
      ['power-loss', 'host-crash', 'qemu-kill', 'guest-crash'],
      '',
    ),
    ...everywhere(
      (at) => promising(script(write(at), fsync, acknowledge), { durable: [1] }),
      swallowing,
      ['power-loss'],
      'lost',
    ),
    ...everywhere(
      (at) => promising(script(write(at), wait, acknowledge), { durable: [1] }),
      flushing,
      ['power-loss'],
      'lost',
    ),
  ]),
];

const syncs: readonly Law[] = inBothEngines('an fsync on a stack that is sure of what completed', [
  ...everywhere(
    (at) => promising(script(write(at), fsync, acknowledge), { durable: [1] }),
    [...sure, ...swallowing],
    ['qemu-kill', 'guest-crash'],
    '',
  ),
]);

/** Two writes to different sectors of one atomic unit, the second begun when the first was complete. */
const inOneUnit: Make = (at) =>
  promising(script(write(at), wait, write(at + 1), wait), { ordered: [3, 1] });

/** A device that takes one request at a time, from a guest that hands them over in any order. */
const short: readonly Law[] = inBothEngines('a short queue takes requests in another order', [
  ...[0, 9, 18].map(
    (at): Case => ({
      script: promising(script(write(at), write(at + 1), wait), { ordered: [2, 1] }),
      on: configurationOf('ide', 'writethrough', { disk: { atomicBytes: 4096 } }),
      fault: 'power-loss',
      breaks: 'reordered',
    }),
  ),
]);

const units: readonly Law[] = inBothEngines('atomic units keep writes in order', [
  ...[0, 9, 18].flatMap((at): Case[] =>
    flushing.map(({ frontend, cache, guest }) => ({
      script: inOneUnit(at),
      on: {
        ...configurationOf('scsi', 'none', { guest, disk: { atomicBytes: 4096 } }),
        cache,
        frontend,
      },
      fault: 'power-loss',
      breaks: '',
    })),
  ),
]);

const order: Law[] = [
  ...inBothEngines('FUA is no barrier', [
    ...everywhere(
      (at) => promising(script(write(at), fua(at + 2), wait, acknowledge), { ordered: [2, 1] }),
      [...flushing.slice(0, 1), ...swallowing],
      ['power-loss'],
      'reordered',
    ),
    // A drain would be enough for what a fault takes from the device alone.
    ...everywhere(
      (at) => promising(script(write(at), fua(at + 2), wait, acknowledge), { ordered: [2, 1] }),
      flushing.slice(0, 1),
      ['qemu-kill'],
      'reordered',
    ),
    ...everywhere(
      (at) =>
        promising(script(write(at), fsync, fua(at + 2), wait, acknowledge), { ordered: [3, 1] }),
      flushing,
      ['power-loss'],
      '',
    ),
  ]),
  ...inBothEngines('a drain gives the completion, not the flush', [
    ...everywhere(
      (at) => promising(script(write(at), barrier(at + 2), wait), { ordered: [2, 1] }),
      [configurationOf('virtio-blk', 'none', { patches: ['virtio-ordered-queue'] })],
      ['power-loss'],
      'reordered',
    ),
    ...everywhere(
      (at) => promising(script(write(at), barrier(at + 2), wait), { ordered: [2, 1] }),
      [configurationOf('virtio-blk', 'none', { patches: ['virtio-ordered-queue'] }), ...flushing],
      ['qemu-kill', 'guest-crash'],
      '',
    ),
    ...everywhere(
      (at) => promising(script(write(at), barrier(at + 2), wait), { ordered: [2, 1] }),
      flushing,
      ['power-loss'],
      '',
    ),
  ]),
  ...inBothEngines('a refused barrier orders nothing', [
    ...everywhere(
      (at) => promising(script(write(at), barrier(at + 2), wait), { ordered: [2, 1] }),
      [configurationOf('virtio-blk', 'none'), configurationOf('virtio-blk', 'writethrough')],
      ['qemu-kill', 'power-loss'],
      'reordered',
    ),
  ]),
  ...inBothEngines('an order that a drain keeps is no flush', [
    ...everywhere(
      (at) => promising(script(write(at), wait, barrier(at + 2), acknowledge), { durable: [1] }),
      [configurationOf('virtio-blk', 'none', { patches: ['virtio-ordered-queue'] })],
      ['power-loss'],
      'lost',
    ),
    // Nor is it one when the barrier has completed.
    ...everywhere(
      (at) =>
        promising(script(write(at), wait, barrier(at + 2), wait, acknowledge), { durable: [1] }),
      [configurationOf('virtio-blk', 'none', { patches: ['virtio-ordered-queue'] })],
      ['power-loss'],
      'lost',
    ),
  ]),
  ...inBothEngines('different sectors are in order only through a place that the fault spares', [
    ...everywhere(
      (at) => promising(script(write(at), wait, write(at + 2), wait), { ordered: [3, 1] }),
      [...flushing, ...swallowing],
      ['power-loss'],
      'reordered',
    ),
    ...everywhere(
      (at) => promising(script(write(at), wait, write(at + 2), wait), { ordered: [3, 1] }),
      [...flushing, ...swallowing, ...sure],
      ['qemu-kill', 'guest-crash'],
      '',
    ),
    ...everywhere(
      (at) => promising(script(write(at), write(at + 2), wait), { ordered: [2, 1] }),
      [configurationOf('virtio-blk', 'writethrough'), configurationOf('virtio-blk', 'none')],
      ['qemu-kill', 'power-loss'],
      'reordered',
    ),
  ]),
  ...inBothEngines('a sector takes its writes in order', [
    ...everywhere(
      (at) => promising(script(write(at), wait, write(at), fsync, acknowledge), { durable: [3] }),
      [...flushing, ...sure],
      ['power-loss'],
      '',
    ),
    ...everywhere(
      (at) =>
        promising(script(write(at), fsync, write(at), wait, write(at + 2), wait), {
          ordered: [5, 3],
        }),
      flushing,
      ['power-loss'],
      'reordered',
    ),
    ...everywhere(
      (at) =>
        promising(script(write(at), fsync, write(at), wait, write(at + 2), wait), {
          ordered: [5, 1],
        }),
      flushing,
      ['power-loss'],
      '',
    ),
    // What shows is the newer write, without what was in flight beside the older one.
    ...everywhere(
      (at) =>
        promising(script(write(at + 2), write(at), wait, write(at), wait), { ordered: [4, 1] }),
      flushing,
      ['power-loss'],
      'reordered',
    ),
  ]),
];

/** Two writes of two sectors each, to the same place, in flight together and flushed. */
const overlap: Make = (at) => ({
  ...promising(script(write(at, 2), write(at, 2), fsync, write(at + 3), wait, acknowledge), {
    ordered: [4, 2],
  }),
  overlapDeclared: true,
});

const inFlightTogether: readonly Case[] = [0, 9, 18].flatMap((at): Case[] => [
  // Whichever of two landed last, it is there where a later one to the same unit is.
  ...[1, 2].map(
    (first): Case => ({
      script: {
        ...promising(script(write(at), write(at), wait, write(at + 1), wait), {
          ordered: [4, first],
        }),
        overlapDeclared: true,
      },
      on: configurationOf('scsi', 'none', { disk: { atomicBytes: 4096 } }),
      fault: 'power-loss',
      breaks: '',
    }),
  ),
  // They are dispatched in order, and neither has completed.
  {
    script: promising(script(write(at), write(at + 1), wait), { ordered: [2, 1] }),
    on: configurationOf('scsi', 'none', {
      guest: { elevator: 'noop' },
      disk: { atomicBytes: 4096 },
    }),
    fault: 'power-loss',
    breaks: 'reordered',
  },
]);

const wholes: Law[] = [
  ...inBothEngines('of writes in flight together either may land last', [
    ...inFlightTogether,
    ...everywhere(overlap, flushing.slice(0, 1), ['power-loss'], ''),
    ...everywhere(
      (at) => ({
        ...promising(script(write(at), write(at), wait, write(at + 2), wait), { ordered: [4, 2] }),
        overlapDeclared: true,
      }),
      flushing.slice(0, 1),
      ['power-loss'],
      'reordered',
    ),
  ]),
  ...inBothEngines('a write tears between atomic units, never inside one', [
    ...everywhere(
      (at) => promising(script(write(at, 2), wait), { atomic: { lba: at, sectorCount: 2 } }),
      [...flushing, ...swallowing, ...sure],
      ['power-loss'],
      'torn',
    ),
    ...everywhere(
      (at) => promising(script(write(at, 2), wait), { atomic: { lba: at, sectorCount: 2 } }),
      [
        configurationOf('scsi', 'none', { disk: { atomicBytes: 4096 } }),
        configurationOf('virtio-blk', 'none', { disk: { atomicBytes: 4096 } }),
      ],
      ['power-loss'],
      '',
    ),
    {
      script: promising(script(write(7, 2), wait), { atomic: { lba: 7, sectorCount: 2 } }),
      on: configurationOf('scsi', 'none', { disk: { atomicBytes: 4096 } }),
      fault: 'power-loss',
      breaks: 'torn',
    },
  ]),
  ...inBothEngines('a torn write shows only before its flush completes', [
    ...everywhere(
      (at) =>
        promising(script(write(at, 2), fsync, acknowledge), {
          durable: [1],
          atomic: { lba: at, sectorCount: 2 },
        }),
      flushing,
      ['power-loss'],
      'torn',
    ),
    ...everywhere(
      (at) =>
        promising(script(fua(at, 2), wait, acknowledge), {
          durable: [1],
          atomic: { lba: at, sectorCount: 2 },
        }),
      [...flushing, ...sure],
      ['power-loss'],
      'torn',
    ),
    ...everywhere(
      (at) =>
        promising(script(write(at, 2), fsync, acknowledge), {
          durable: [1],
          atomic: { lba: at, sectorCount: 2 },
        }),
      [...flushing, ...sure],
      ['guest-crash'],
      '',
    ),
  ]),
];

const sparse = (atomicBytes: Configuration['disk']['atomicBytes']) =>
  configurationOf('virtio-blk', 'none', {
    allocation: 'sparse',
    disk: { kind: 'no-wce', atomicBytes },
  });

const discards: Law[] = [
  ...inBothEngines('a discard writes nothing', [
    ...everywhere(
      (at) =>
        promising(script(write(at + 8), fsync, acknowledge, discard(at, 2)), {
          durable: [1],
          atomic: { lba: at, sectorCount: 2 },
        }),
      [...flushing, ...sure],
      ['power-loss'],
      '',
    ),
    // Of two sectors that were written twice, one was discarded in between.
    ...everywhere(
      (at) =>
        promising(script(write(at, 2), fsync, discard(at), write(at, 2), fsync, acknowledge), {
          durable: [4],
          atomic: { lba: at, sectorCount: 2 },
        }),
      [...flushing, ...sure],
      ['guest-crash'],
      '',
    ),
  ]),
];

const placesLost: Law[] = [
  ...inBothEngines('one lost mapping takes many sectors', [
    ...[0, 8, 17].flatMap((at): Case[] => [
      {
        script: promising(script(write(at, 3), wait, acknowledge), { durable: [1] }),
        on: sparse(4096),
        fault: 'power-loss',
        breaks: 'lost',
      },
      // All of the block is lost or nothing is: its sectors do not tear.
      {
        script: promising(script(write(at, 3), wait, acknowledge), {
          atomic: { lba: at, sectorCount: 3 },
        }),
        on: sparse(4096),
        fault: 'power-loss',
        breaks: '',
      },
      // What came later into the same block is lost with it.
      {
        script: promising(script(write(at, 2), wait, write(at + 3), wait), { ordered: [3, 1] }),
        on: sparse(4096),
        fault: 'power-loss',
        breaks: '',
      },
      // What came later into another block is not.
      {
        script: promising(script(write(at), wait, write(at + 8), wait), { ordered: [3, 1] }),
        on: sparse(4096),
        fault: 'power-loss',
        breaks: 'reordered',
      },
      // Neither is so because units are as long as blocks.
      {
        script: promising(script(write(at, 2), wait, write(at + 3), wait), { ordered: [3, 1] }),
        on: sparse(512),
        fault: 'power-loss',
        breaks: '',
      },
    ]),
  ]),
  ...inBothEngines('a fault is a set of places', [
    ...everywhere(
      (at) => promising(script(write(at), wait, acknowledge), { durable: [1] }),
      [
        configurationOf('scsi', 'none', { disk: { kind: 'bbu' } }),
        configurationOf('scsi', 'none', { disk: { kind: 'plp' } }),
      ],
      ['power-loss', 'host-crash', 'qemu-kill'],
      '',
    ),
    ...everywhere(
      (at) => promising(script(write(at), wait, acknowledge), { durable: [1] }),
      [configurationOf('scsi', 'writeback', { disk: { kind: 'bbu' } })],
      ['power-loss', 'host-crash'],
      'lost',
    ),
    ...everywhere(
      (at) => promising(script(write(at), wait, acknowledge), { durable: [1] }),
      [configurationOf('scsi', 'none')],
      ['host-crash', 'qemu-kill', 'guest-crash'],
      '',
    ),
  ]),
];

export const ruleLaws: readonly Law[] = [
  ...flushBeside,
  ...syncs,
  ...units,
  ...short,
  ...order,
  ...wholes,
  ...discards,
  ...placesLost,
];
