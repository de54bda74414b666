import type { QemuPart, Stack } from '../../src/stack/stack.js';

/** Parts of a stack of which some fields are another's. */
export type Changes = {
  readonly [Part in Exclude<keyof Stack, 'backend'>]?: Partial<Stack[Part]>;
} & { readonly backend?: Partial<QemuPart> };

const backend: QemuPart = {
  kind: 'qemu',
  syncWrites: false,
  writesThrough: 'by-host',
  skipsOwnFlush: '',
  dropsFlushes: false,
  hidesErrors: '',
};

/** A guest that flushes, a page cache, a disk with a volatile cache: every place but a controller's. */
export const usual: Stack = {
  guest: { barriers: true, dispatchesOutOfOrder: true },
  driver: {
    ordered: 'flush',
    refusedBecause: '',
    noFlushBecause: '',
    answersFlush: '',
    dropsFua: '',
  },
  device: {
    queueDepth: 4,
    flushCommand: true,
    flushWithoutCache: false,
    advertisesCache: true,
    fua: false,
    ignoresFua: '',
    orderedTags: false,
    flushStallsVcpu: false,
  },
  backend,
  image: {
    allocatesOnWrite: false,
    sectorsPerAllocation: 8,
    allocatesInProcess: false,
    allocatesInHost: false,
  },
  host: { keeps: 'host-memory', flushesDisk: true, noFlushBecause: '' },
  disk: {
    cache: true,
    cacheSparedByPowerLoss: false,
    controllerCache: false,
    honoursFlush: true,
    isOutsideNode: false,
    sectorsPerAtomicUnit: 1,
  },
};

/** The usual stack with some fields of it changed. */
export function stackWith(changes: Changes): Stack {
  return {
    guest: { ...usual.guest, ...changes.guest },
    driver: { ...usual.driver, ...changes.driver },
    device: { ...usual.device, ...changes.device },
    backend: { ...backend, ...changes.backend },
    image: { ...usual.image, ...changes.image },
    host: { ...usual.host, ...changes.host },
    disk: { ...usual.disk, ...changes.disk },
  };
}

/** The same on a disk without QEMU. */
export function bareMetalWith(changes: Omit<Changes, 'backend'> = {}): Stack {
  return { ...stackWith(changes), backend: { kind: 'bare-metal' } };
}

/** Blocks of eight sectors that are allocated by the first write to them, in the host's memory. */
export const sparse = { allocatesOnWrite: true, allocatesInHost: true } as const;
/** The same in QEMU's memory: a table of an image that lies on a device. */
export const tables = { allocatesOnWrite: true, allocatesInProcess: true } as const;
/** O_DIRECT. */
export const direct = { keeps: '' } as const;
