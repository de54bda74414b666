import type { AioId } from '../../model/configuration.js';
import type {
  ConfigNote,
  Fact,
  Position,
  SourceKind,
  VmDefinition,
  VmDisk,
} from '../../model/vm-disk.js';
import { at, givenText, isThere, positionOf, textOf, type View } from '../document/view.js';
import { cacheFlagsOf, finishDisk, flagFact, libvirtDecides, plainDraft } from '../draft.js';
import { assumed, byDefault, isKnown, mayBe, unresolved, written } from '../fact.js';
import { type CacheModes, readCacheModes } from './cache-modes.js';

/** A class of disks that all instances of a host have by the host's settings. */
interface DiskClass {
  readonly id: string;
  readonly source: DiskSource;
  /** What Nova gives where nobody says. */
  readonly cache: Fact<string>;
  readonly aio: Fact<AioId>;
  readonly format: Fact<string>;
  readonly discard: Fact<'ignore' | 'unmap'>;
}

interface DiskSource {
  /** libvirt's type, by which `disk_cachemodes` is looked up. */
  readonly type: Fact<'file' | 'block' | 'network'>;
  readonly kind: Fact<SourceKind>;
  readonly name: string;
}

/**
 * What a host's nova.conf makes of its instances' disks: those that Nova keeps, and volumes by type.
 * Nova 00a0304, virt/libvirt/driver.py (_set_cache_mode), imagebackend.py, volume/*.py.
 */
export function readHost(root: View): VmDefinition {
  const libvirt = at(root, 'libvirt');
  const where = positionOf(isThere(libvirt) ? libvirt : root);
  const notes: ConfigNote[] = [];
  const modes = readCacheModes(at(libvirt, 'disk_cachemodes'), notes);
  const classes = [localDisks(root, where), ...volumes(where)];
  return {
    name: 'instances of the host',
    at: where,
    machineType: machineTypeOf(libvirt),
    disks: classes.map((each) => finishDisk(diskOf(each, modes, where))),
    skipped: [],
    notes,
  };
}

/** `x86_64=q35,aarch64=virt`. */
function machineTypeOf(libvirt: View): Fact<string> | null {
  const view = at(libvirt, 'hw_machine_type');
  const type = /(?:^|,)\s*x86_64=([^,\s]+)/.exec(textOf(view))?.[1];
  return type === undefined ? null : written(type, positionOf(view));
}

const types: Readonly<Record<string, readonly ['file' | 'block' | 'network', SourceKind, string]>> =
  {
    default: ['file', 'file', 'qcow2'],
    qcow2: ['file', 'file', 'qcow2'],
    raw: ['file', 'file', 'raw'],
    flat: ['file', 'file', 'raw'],
    lvm: ['block', 'block', 'raw'],
    rbd: ['network', 'rbd', 'raw'],
  };

/** Disks that Nova keeps itself. */
function localDisks(root: View, where: Position): DiskClass {
  const libvirt = at(root, 'libvirt');
  const view = at(libvirt, 'images_type');
  const given = givenText(view);
  const isKnown = given === null || (given.known && Object.hasOwn(types, given.value));
  const word = given?.known === true ? given.value : 'default';
  const [type, kind, format] = types[word] ?? ['file', 'file', 'qcow2'];
  const place = given === null ? where : positionOf(view);
  const fact = <T>(value: T, values: readonly T[]): Fact<T> => {
    if (!isKnown)
      return unresolved(given?.known === false ? given.origin.text : word, place, values);
    return given === null ? byDefault(value, 'Nova', where) : written(value, place);
  };
  const discard = at(libvirt, 'hw_disk_discard');
  return {
    id: 'local',
    source: {
      type: fact(type, ['file', 'block', 'network']),
      kind: fact(kind, ['file', 'block', 'rbd']),
      name: 'a disk that Nova keeps',
    },
    cache: unresolved('whether instances_path takes O_DIRECT', where, ['none', 'writeback']),
    aio: localAio(root, type, where),
    format: fact(format, ['qcow2', 'raw']),
    discard: wordOf(discard, ['ignore', 'unmap'], byDefault('ignore', 'Nova', where)),
  };
}

/** Native where the image is preallocated, or the logical volume is not sparse. */
function localAio(root: View, type: string, where: Position): Fact<AioId> {
  const sparse = at(root, 'libvirt', 'sparse_logical_volumes');
  const preallocate = at(root, 'DEFAULT', 'preallocate_images');
  const isNative =
    type === 'block' ? !/^true$/i.test(textOf(sparse)) : textOf(preallocate) === 'space';
  if (!isNative) return byDefault('threads', 'QEMU', where);
  return type === 'block' || !isThere(preallocate)
    ? byDefault('native', 'Nova', where)
    : written('native', positionOf(preallocate));
}

function wordOf<T extends string>(view: View, words: readonly T[], fallback: Fact<T>): Fact<T> {
  const given = givenText(view);
  if (given === null) return fallback;
  const known = given.known ? words.find((each) => each === given.value) : undefined;
  if (known !== undefined) return written(known, positionOf(view));
  const values = given.known ? words : words.filter((each) => mayBe(given, each));
  const all: readonly T[] = fallback.known ? [...new Set([...values, fallback.value])] : words;
  return unresolved(given.known ? given.value : given.origin.text, positionOf(view), all);
}

/** Volumes of Cinder: of other types than SMBFS and Virtuozzo's they are not cached. */
function volumes(where: Position): readonly DiskClass[] {
  const one = (
    id: string,
    type: 'file' | 'block' | 'network',
    kind: SourceKind,
    aio: AioId,
  ): DiskClass => ({
    id,
    source: {
      type: byDefault(type, 'Nova', where),
      kind: byDefault(kind, 'Nova', where),
      name: 'a volume',
    },
    cache: byDefault('none', 'Nova for volumes', where),
    aio: byDefault(aio, 'Nova for volumes', where),
    format: byDefault('raw', 'Nova for volumes', where),
    discard: byDefault('ignore', 'Nova for volumes', where),
  });
  return [
    one('volume-block', 'block', 'block', 'native'),
    one('volume-file', 'file', 'file', 'native'),
    one('volume-network', 'network', 'rbd', 'threads'),
  ];
}

function diskOf(found: DiskClass, modes: CacheModes, where: Position): VmDisk {
  const mode = modeOf(found, modes);
  const cached = mode.known ? [mode.value] : mode.values;
  const flags = cached.map((each) => cacheFlagsOf(plain(each))).filter((each) => each !== null);
  const flag = (key: 'writeback' | 'direct' | 'noFlush') =>
    flagFact(mode, (each) => cacheFlagsOf(plain(each))?.[key] ?? false, 'Nova');
  return {
    ...plainDraft(found.id, where, 'nova'),
    frontend: assumed('virtio-blk', 'an image without hw_disk_bus', where),
    device: 'virtio-blk',
    writeback: flag('writeback'),
    direct: flag('direct'),
    noFlush: flag('noFlush'),
    caches: flags,
    aio: aioUnder(found.aio, mode, where),
    format: found.format,
    rawDriver: isKnown(found.format, 'raw') ? libvirtDecides(where) : null,
    source: { kind: found.source.kind, name: found.source.name },
    discard: found.discard,
    configWce: byDefault(true, 'QEMU', where),
  };
}

/** libvirt's `default` is QEMU's. */
const plain = (mode: string): string => (mode === 'default' ? 'writeback' : mode);

function modeOf({ source, cache }: DiskClass, modes: CacheModes): Fact<string> {
  const { type } = source;
  const candidates = type.known ? [type.value] : type.values;
  const found = candidates.map((each) => modes.get(each) ?? cache);
  const [first = cache, ...others] = found;
  const all = [...new Set(found.flatMap((each) => (each.known ? [each.value] : each.values)))];
  // A mode that a template may leave out stands beside what holds without it.
  const withDefault =
    first.known || first === cache
      ? all
      : [...new Set([...all, ...(cache.known ? [cache.value] : cache.values)])];
  if (others.length === 0 && (first.known || first === cache)) return first;
  const { at: place } = first.origin;
  const text = first.known ? first.value : first.origin.text;
  return unresolved(text, place, withDefault);
}

/** Native AIO falls back to threads where the mode has no O_DIRECT. */
function aioUnder(aio: Fact<AioId>, mode: Fact<string>, where: Position): Fact<AioId> {
  if (!aio.known || aio.value !== 'native') return aio;
  const isDirect = (each: string) => /^(none|directsync)$/.test(each);
  if (mode.known) {
    return isDirect(mode.value) ? aio : byDefault('threads', 'Nova without O_DIRECT', where);
  }
  return mode.values.every(isDirect)
    ? aio
    : unresolved<AioId>(mode.origin.text, where, ['native', 'threads']);
}
