import { cacheNameOf } from '../model/cache-name.js';
import type { AioId, CacheFlags } from '../model/configuration.js';
import type { NotationId } from '../model/notation.js';
import type { ConfigNote, Fact, Position, VmDisk } from '../model/vm-disk.js';
import { policyNotes } from './error-notes.js';
import { byDefault, isKnown, mayBe, unresolved } from './fact.js';
import { flushesAlways, localSources } from './sources.js';

/** QEMU's own defaults, named as the source of a value. */
export const qemuDefaults = {
  cache: 'QEMU 1.2 and later',
  aio: 'QEMU',
  errors: 'QEMU',
  discard: 'QEMU',
} as const;

export const note = (rule: ConfigNote['rule'], message: string, at: Position): ConfigNote => ({
  rule,
  message,
  at,
});

/** Of what may change every disk of its machine. */
export const openNote = (rule: ConfigNote['rule'], message: string, at: Position): ConfigNote => ({
  ...note(rule, message, at),
  ofAllDisks: true,
});

/** A disk as its format describes it; what follows from its settings is still to be added. */
export type DiskDraft = VmDisk;

/** Defaults of everything that a format leaves to QEMU. */
export function plainDraft(id: string, at: Position, notation: NotationId): DiskDraft {
  return {
    id,
    at,
    notation,
    frontend: byDefault('other', 'QEMU', at),
    device: '',
    controller: '',
    writeback: byDefault(true, qemuDefaults.cache, at),
    direct: byDefault(false, qemuDefaults.cache, at),
    noFlush: byDefault(false, qemuDefaults.cache, at),
    caches: [],
    aio: byDefault<AioId>('threads', qemuDefaults.aio, at),
    format: byDefault('probed', 'QEMU', at),
    rawDriver: null,
    source: { kind: byDefault('file', 'QEMU', at), name: '' },
    werror: byDefault('enospc', qemuDefaults.errors, at),
    rerror: byDefault('report', qemuDefaults.errors, at),
    discard: byDefault('ignore', qemuDefaults.discard, at),
    detectZeroes: byDefault('off', qemuDefaults.discard, at),
    dpofua: null,
    configWce: null,
    shared: false,
    disposable: '',
    notes: [],
  };
}

/** The text of a setting that no definition has, and that is libvirt's to choose. */
export const libvirtsChoice = "libvirt's version decides";

/** Whether libvirt puts the raw driver over a raw image. */
export function libvirtDecides(at: Position): Fact<boolean> {
  return unresolved(libvirtsChoice, at, [true, false]);
}

/** What holds of every format: settings that QEMU refuses or that have no effect. */
export function finishDisk(draft: DiskDraft): VmDisk {
  const disk = localAio(forwardedFlushes(draft));
  const caches = combinations(disk);
  return { ...disk, caches, notes: [...draft.notes, ...commonNotes(disk, draft)] };
}

/** What the settings may be together: the draft's list, where it knows how they depend on one another. */
function combinations({ caches, writeback, direct, noFlush }: DiskDraft): readonly CacheFlags[] {
  const all = possible(writeback).flatMap((wb) =>
    possible(direct).flatMap((isDirect) =>
      possible(noFlush).map((nf) => ({ writeback: wb, direct: isDirect, noFlush: nf })),
    ),
  );
  if (caches.length === 0) return all;
  // What was set afterwards holds, whatever the list says.
  const fixed = caches.map((each) => ({
    writeback: writeback.known ? writeback.value : each.writeback,
    direct: direct.known ? direct.value : each.direct,
    noFlush: noFlush.known ? noFlush.value : each.noFlush,
  }));
  return all.filter((each) => fixed.some((other) => cacheNameOf(other) === cacheNameOf(each)));
}

function possible(fact: Fact<boolean>): readonly boolean[] {
  if (fact.known) return [fact.value];
  return fact.values.length > 0 ? fact.values : [true, false];
}

function forwardedFlushes(disk: DiskDraft): DiskDraft {
  const { kind } = disk.source;
  if (!kind.known || !flushesAlways.has(kind.value) || !mayBe(disk.noFlush, true)) return disk;
  const at = disk.noFlush.origin.at;
  return { ...disk, noFlush: byDefault(false, "QEMU's NBD client, which always flushes", at) };
}

function localAio(disk: DiskDraft): DiskDraft {
  const { kind } = disk.source;
  if (!kind.known || localSources.has(kind.value) || !disk.aio.known) return disk;
  return { ...disk, aio: byDefault('threads', 'QEMU: aio is for files and devices', disk.at) };
}

/** native AIO without O_DIRECT was a warning until 2.6. */
export function aioNotes({ aio, direct }: DiskDraft): readonly ConfigNote[] {
  if (!isKnown(aio, 'native') || !isKnown(direct, false)) return [];
  const message = 'aio=native needs cache.direct=on: QEMU 2.6 and later does not start';
  return [note('refused-by-qemu', message, aio.origin.at)];
}

function commonNotes(disk: VmDisk, draft: DiskDraft): readonly ConfigNote[] {
  const notes: ConfigNote[] = [...aioNotes(disk), ...policyNotes(disk)];
  if (isKnown(draft.noFlush, true) && isKnown(disk.noFlush, false)) {
    const message = 'no-flush has no effect: QEMU as NBD client always passes flushes on';
    notes.push(note('no-effect', message, draft.noFlush.origin.at));
  }
  return notes;
}

/** The three booleans of a cache mode's name, as QEMU's `cache=` takes it; null for no mode. */
export function cacheFlagsOf(mode: string): CacheFlags | null {
  return modes[mode] ?? null;
}

const flags = (writeback: boolean, direct: boolean, noFlush: boolean) => ({
  writeback,
  direct,
  noFlush,
});

const modes: Readonly<Record<string, ReturnType<typeof flags>>> = Object.assign(
  Object.create(null),
  {
    writeback: flags(true, false, false),
    none: flags(true, true, false),
    off: flags(true, true, false),
    writethrough: flags(false, false, false),
    directsync: flags(false, true, false),
    unsafe: flags(true, false, true),
  },
);

/**
 * One setting of a cache mode as a fact with the mode's origin. Modes that agree on it leave nothing open.
 *
 * @param whose - modes they are, where several may be meant; '' for anybody's
 */
export function flagFact<T>(mode: Fact<string>, of: (mode: string) => T, whose = ''): Fact<T> {
  if (mode.known) return { known: true, value: of(mode.value), origin: mode.origin };
  const values = [...new Set(mode.values.map(of))];
  const [only] = values;
  return whose !== '' && only !== undefined && values.length === 1
    ? byDefault(only, whose, mode.origin.at)
    : { known: false, values, origin: mode.origin };
}

/** Modes as QEMU names them. */
export const modeNames = ['writeback', 'none', 'writethrough', 'directsync', 'unsafe'];

/** All of them: what an unknown `cache=` may stand for. */
export const namedModes: readonly CacheFlags[] = modeNames.map(
  (mode) => modes[mode] ?? flags(true, false, false),
);
