import type { ConfigNote, Fact } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { byDefault, unresolved, written } from '../fact.js';
import { isUnknown, plainWord } from '../shell/word.js';
import { readJsonOptions } from './json-options.js';
import { type DriveInterface, driveInterfaces, type MachineKind } from './machine.js';
import type { BlockNode } from './node.js';
import { type Options, option, positionOf, valueIn } from './options.js';
import type { Setup } from './setup.js';

/** A `-drive` with its place among the others of its interface. */
export interface Drive {
  readonly options: Options;
  readonly node: BlockNode;
  readonly iface: Fact<DriveInterface>;
  readonly index: number;
  /** What a `-device drive=` may call it. */
  readonly names: readonly string[];
  /** What people call it: its id, else interface and index. */
  readonly id: string;
  /** Neither its id nor its place is written. */
  readonly isCounted: boolean;
  readonly isCdrom: boolean;
}

/** Places of one interface that are taken. */
interface Taken {
  readonly indices: Set<number>;
  /** None below it is free. */
  firstFree: number;
}

export interface DriveList {
  readonly drives: readonly Drive[];
  readonly notes: readonly ConfigNote[];
}

/** @param machine - null where the machine is not known */
export function readDrives({ drives }: Setup, machine: MachineKind | null): DriveList {
  const taken = new Map<DriveInterface, Taken>();
  const notes: ConfigNote[] = [];
  const found = drives.map(withJsonName).map((options) => {
    const iface = interfaceOf(options, machine, notes);
    const kind = iface.known ? iface.value : 'none';
    const indices = taken.get(kind) ?? { indices: new Set(), firstFree: 0 };
    taken.set(kind, indices);
    const index = indexOf(options, kind, machine, indices);
    if (indices.indices.has(index)) {
      const message = `two drives are ${kind} number ${index}: QEMU does not start`;
      notes.push(note('refused-by-qemu', message, positionOf(options)));
    }
    indices.indices.add(index);
    return driveOf(options, iface, index, machine);
  });
  return { drives: found, notes };
}

/**
 * `file=json:{...}` gives a node's options in place of a name; what stands beside it counts more.
 * The cache of the outermost node is `-drive`'s own, whose defaults QEMU fills in first.
 */
function withJsonName(options: Options): Options {
  const file = option(options, 'file');
  if (file === undefined || !file.value.startsWith('json:')) return options;
  const text = file.value.slice('json:'.length);
  const start = file.span.start + 'json:'.length;
  const isPlain = file.span.end - start === text.length;
  const word = isPlain ? plainWord(text, start) : { ...file.span, text, pieces: [] };
  const inside = readJsonOptions(options.source, word);
  const own = inside.list.filter(({ key }) => !key.startsWith('cache.'));
  const rest = options.list.filter((each) => each !== file);
  const opaque = options.opaque ?? inside.opaque;
  return { ...options, list: [...own, ...rest], opaque, error: options.error || inside.error };
}

function interfaceOf(
  options: Options,
  machine: MachineKind | null,
  notes: ConfigNote[],
): Fact<DriveInterface> {
  const given = option(options, 'if');
  const at = positionOf(given ?? options);
  if (given === undefined) {
    if (machine === null) {
      return unresolved('the machine type decides', at, ['ide', 'virtio', 'scsi', 'sd', 'none']);
    }
    return byDefault(machine.defaultInterface, 'the machine type', at);
  }
  if (isUnknown(given.value)) {
    return unresolved(given.source.text.slice(given.span.start, given.span.end), at);
  }
  const known = driveInterfaces.find((name) => name === given.value);
  if (known !== undefined) return written(known, at);
  const message = `QEMU knows no if=${given.value}: it does not start`;
  notes.push(note('refused-by-qemu', message, at));
  return unresolved(`if=${given.value}`, at);
}

function unitsOf(kind: DriveInterface, machine: MachineKind | null): number {
  if (kind === 'ide') return machine?.ideUnits ?? 2;
  return kind === 'scsi' ? 7 : 0;
}

/** `index=`, or bus and unit, or the first that is free. */
function indexOf(
  options: Options,
  kind: DriveInterface,
  machine: MachineKind | null,
  taken: Taken,
): number {
  const number = (key: string): number | null => {
    const value = valueIn(options, key);
    return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : null;
  };
  const index = number('index');
  if (index !== null) return index;
  const first = (number('bus') ?? 0) * unitsOf(kind, machine);
  const unit = number('unit');
  if (unit !== null) return first + unit;
  let free = first === 0 ? taken.firstFree : first;
  while (taken.indices.has(free)) free += 1;
  if (first === 0) taken.firstFree = free;
  return free;
}

function driveOf(
  options: Options,
  iface: Fact<DriveInterface>,
  index: number,
  machine: MachineKind | null,
): Drive {
  const kind = iface.known ? iface.value : 'drive';
  const isCdrom = valueIn(options, 'media') === 'cdrom';
  const explicit = valueIn(options, 'id');
  const node: BlockNode = { options, prefix: '', isDrive: true, parent: null };
  const generated = generatedId(kind, index, isCdrom, machine);
  const names = [explicit ?? generated, valueIn(options, 'node-name') ?? ''].filter(Boolean);
  const id = explicit ?? `${kind}${index}`;
  const isPlaced = ['index', 'unit'].some((key) => valueIn(options, key) !== undefined);
  const isCounted = explicit === undefined && !isPlaced;
  return { options, node, iface, index, names, id, isCounted, isCdrom };
}

/** What QEMU calls a drive that nobody named, as in `ide1-cd0`. */
function generatedId(
  kind: string,
  index: number,
  isCdrom: boolean,
  machine: MachineKind | null,
): string {
  const media = kind === 'ide' || kind === 'scsi' ? `-${isCdrom ? 'cd' : 'hd'}` : '';
  const units = kind === 'ide' || kind === 'scsi' ? unitsOf(kind, machine) : 0;
  if (units === 0) return `${kind}${media}${index}`;
  return `${kind}${Math.floor(index / units)}${media}${index % units}`;
}
