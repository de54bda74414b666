import type { Position } from '../../model/vm-disk.js';
import { limits } from '../limits.js';
import { type BusKind, busKindOf, type Controller } from './controllers.js';
import { type Option, type Options, option, positionOf, truth, valueIn } from './options.js';
import type { GlobalProperty, Setup } from './setup.js';

/** What a device is to a guest. */
export type DeviceRole = 'disk' | 'cdrom' | 'passthrough';

interface DeviceKind {
  readonly role: DeviceRole;
  /** Where it is plugged in; null for a device with a frontend of its own. */
  readonly bus: BusKind | null;
}

const kinds: readonly (readonly [RegExp, DeviceKind])[] = [
  [/^virtio-blk(-|$)/, { role: 'disk', bus: null }],
  [/^vhost-user-blk(-|$)/, { role: 'disk', bus: null }],
  [/^(scsi-hd|scsi-disk)$/, { role: 'disk', bus: 'scsi' }],
  [/^scsi-cd$/, { role: 'cdrom', bus: 'scsi' }],
  [/^(scsi-block|scsi-generic)$/, { role: 'passthrough', bus: 'scsi' }],
  [/^(ide-hd|ide-drive|ide-cf)$/, { role: 'disk', bus: 'ide' }],
  [/^ide-cd$/, { role: 'cdrom', bus: 'ide' }],
  [/^(nvme|nvme-ns)$/, { role: 'disk', bus: null }],
  [/^usb-storage$/, { role: 'disk', bus: null }],
  [/^(sd-card|sd-card-spi|emmc)$/, { role: 'disk', bus: null }],
  [/^floppy$/, { role: 'disk', bus: null }],
  [/^(xen-disk|xen-qdisk)$/, { role: 'disk', bus: null }],
  [/^xen-cdrom$/, { role: 'cdrom', bus: null }],
  [/^(cfi\.pflash0[12]|cfi-pflash0[12])$/, { role: 'disk', bus: null }],
  [
    /^(nand|onenand|swim-drive|m25p80|at24c-eeprom|spapr-nvram|[a-z0-9]+-flash)$/,
    { role: 'disk', bus: null },
  ],
];

export interface DiskDevice {
  /** As QEMU spells it. */
  readonly model: string;
  readonly kind: DeviceKind;
  readonly options: Options;
  readonly globals: GlobalIndex;
  /** All controllers defined before it. */
  readonly controllers: readonly Controller[];
  readonly at: Position;
}

export interface DeviceList {
  readonly devices: readonly DiskDevice[];
  readonly controllers: readonly Controller[];
}

/** A device with a drive of its own that is not known here: a variable's value, flash of a board, UFS. */
const otherKind: DeviceKind = { role: 'disk', bus: null };

export function deviceKind(model: string): DeviceKind | null {
  return kinds.find(([pattern]) => pattern.test(model))?.[1] ?? null;
}

export function readDevices(setup: Setup): DeviceList {
  const devices: DiskDevice[] = [];
  let controllers: readonly Controller[] = [];
  const globals = indexGlobals(setup.globals);
  for (const options of inOrderOfCreation(setup.devices)) {
    const model = valueIn(options, 'driver') ?? '';
    const at = positionOf(options);
    const bus = busKindOf(model);
    if (bus !== null && controllers.length < limits.controllers) {
      const id = valueIn(options, 'id') ?? '';
      controllers = [...controllers, { id, model: modelOf(model, options), kind: bus, at }];
    }
    for (const options2 of floppyDrives(model, options)) {
      const kind: DeviceKind = { role: 'disk', bus: null };
      devices.push({ model: 'floppy', kind, options: options2, globals, controllers, at });
    }
    const hasDrive = option(options, 'drive') !== undefined;
    const kind = deviceKind(model) ?? (hasDrive ? otherKind : null);
    if (kind !== null) devices.push({ model, kind, options, globals, controllers, at });
  }
  return { devices: [...devices, ...floppiesOfGlobals(setup, controllers)], controllers };
}

/** A megasas with use_jbod=on has no logical drives, whose flushes Linux answers: it is another device. */
function modelOf(model: string, options: Options): string {
  const jbod = /^megasas/.test(model) ? valueIn(options, 'use_jbod') : undefined;
  return jbod === undefined || truth(jbod) === false ? model : `${model} (use_jbod=on)`;
}

/** Those of JSON come last, wherever they stand: QEMU, system/vl.c, qemu_create_cli_devices. */
function inOrderOfCreation(devices: readonly Options[]): readonly Options[] {
  const isLate = ({ isJson }: Options) => isJson === true;
  return [...devices.filter((each) => !isLate(each)), ...devices.filter(isLate)];
}

/** Before QEMU 2.8 the controller itself had the drives: `isa-fdc,driveA=...`. */
function floppyDrives(model: string, options: Options): readonly Options[] {
  if (!/fdc|fdtwo/.test(model)) return [];
  return ['driveA', 'driveB']
    .map((key) => option(options, key))
    .filter((found) => found !== undefined)
    .map((found) => floppyOptions(options, found));
}

function floppyOptions(options: Options, { value, span, source }: Option): Options {
  return { ...options, span, source, list: [{ key: 'drive', value, span, source }] };
}

function floppiesOfGlobals(
  { globals, at }: Setup,
  controllers: readonly Controller[],
): readonly DiskDevice[] {
  return globals
    .filter(({ driver, option: { key } }) => /fdc/.test(driver) && /^drive[AB]$/.test(key))
    .map(({ option: found }) => {
      const { span, source } = found;
      const empty: Options = { list: [], span, source, opaque: null, error: '' };
      const options = floppyOptions(empty, found);
      const kind: DeviceKind = { role: 'disk', bus: null };
      return { model: 'floppy', kind, options, globals: noGlobals, controllers, at };
    });
}

/** Properties of `-global` by driver and key, with their order: the last counts. */
export type GlobalIndex = ReadonlyMap<string, { readonly order: number; readonly option: Option }>;

export const noGlobals: GlobalIndex = new Map();

export function indexGlobals(globals: readonly GlobalProperty[]): GlobalIndex {
  return new Map(
    globals.map(({ driver, option: found }, order) => [
      `${driver} ${found.key}`,
      { order, option: found },
    ]),
  );
}

/** A property of a device: its own, else that of a `-global` for it or for what it is made of. */
export function property({ model, options, globals }: DiskDevice, key: string): Option | undefined {
  const own = option(options, key);
  if (own !== undefined || globals.size === 0) return own;
  for (const drivers of driversOf(model)) {
    const found = drivers
      .flatMap((driver) => globals.get(`${driver} ${key}`) ?? [])
      .sort((a, b) => b.order - a.order)[0];
    if (found !== undefined) return found.option;
  }
  return undefined;
}

const scsiDisk = ['scsi-hd', 'scsi-disk-base', 'scsi-device'] as const;

/**
 * The names under which `-global` reaches a device: its type and the types that it is derived from;
 * after these the types of a device inside it. The other names of a type, as `virtio-blk`, are none
 * of these, nor are its siblings (QEMU 7.2, run).
 */
export function driversOf(model: string): readonly (readonly string[])[] {
  const transport = /^virtio-blk-(pci|ccw|s390)(-(non-)?transitional)?$/.exec(model);
  if (transport !== null) return [[model, ...baseOf(transport[1])], ['virtio-blk-device']];
  // The alias, and a drive's interface: the machine has the one or the other.
  if (model === 'virtio-blk') {
    return [['virtio-blk-pci', 'virtio-blk-ccw', 'virtio-blk-s390'], ['virtio-blk-device']];
  }
  if (model === 'usb-storage') return [[model], scsiDisk];
  if (model === 'scsi-disk' || model === 'scsi-hd') return [[model, ...scsiDisk]];
  if (/^scsi-/.test(model)) return [[model, 'scsi-disk-base', 'scsi-device']];
  if (/^ide-/.test(model)) return [[model, 'ide-device']];
  return [[model]];
}

const baseOf = (bus: string | undefined) => (bus === 'pci' ? ['virtio-blk-pci-base'] : []);
