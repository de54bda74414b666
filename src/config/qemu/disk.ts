import { type BlockProperty, lacksProperty } from '../../catalogue/devices/block-properties.js';
import type { ConfigNote, Fact, Position, VmDisk, VmFrontend } from '../../model/vm-disk.js';
import { errorPolicies } from '../../model/vm-disk.js';
import { aioNotes, finishDisk, note, plainDraft } from '../draft.js';
import { byDefault, overriding, unresolved, written } from '../fact.js';
import { isUnknown } from '../shell/word.js';
import { type Backend, booleanFact } from './backend.js';
import { controllerOf, ideFrontend, scsiFrontend } from './controllers.js';
import { type DiskDevice, property } from './devices.js';
import { dpofuaOf } from './dpofua.js';
import { missingProperties } from './error-policies.js';
import { bareMachine, type MachineKind } from './machine.js';
import { positionOf, rawText, truth } from './options.js';
import { losesWriteCache, lostWriteCache } from './version.js';

/** What a disk hangs on: the machine, and what is assumed of its QEMU. */
export interface Surroundings {
  /** null where the machine is not known. */
  readonly machine: MachineKind | null;
  readonly machineType: Fact<string> | null;
  readonly qemuVersion: string;
  /** Where `-snapshot` stands. */
  readonly snapshot: Position | null;
}

export interface Front {
  readonly frontend: Fact<VmFrontend>;
  readonly controller: string;
  readonly notes: readonly ConfigNote[];
}

const ownFrontends: readonly (readonly [RegExp, VmFrontend])[] = [
  [/^virtio-blk/, 'virtio-blk'],
  [/^vhost-user-blk/, 'vhost-user-blk'],
  [/^nvme/, 'nvme'],
  [/^usb-storage$/, 'usb-storage'],
  [/^sd-card/, 'sd'],
  [/^emmc$/, 'emmc'],
  [/^floppy$/, 'floppy'],
  [/^xen-/, 'xen-block'],
  [/^cfi/, 'pflash'],
];

/** The disk that a `-device` makes of what it is attached to. */
export function diskOfDevice(
  id: string,
  device: DiskDevice,
  backend: Backend,
  around: Surroundings,
): VmDisk {
  const front = frontOf(device, around.machine);
  return diskOf({ id, device, front, backend }, around);
}

/** What a disk is made of. */
export interface DiskParts {
  readonly id: string;
  readonly device: DiskDevice;
  readonly front: Front;
  readonly backend: Backend;
}

export function diskOf({ id, device, front, backend }: DiskParts, around: Surroundings): VmDisk {
  const { at } = device;
  const name = isUnknown(device.model) ? '' : device.model;
  const { frontend, controller } = front;
  const draft = { ...ofBackend(id, at, backend), frontend, device: name, controller };
  const own = deviceSettings(draft, device, backend, around);
  const notes = [...draft.notes, ...front.notes, ...own.notes];
  return finishDisk(snapshotted(temporary({ ...draft, ...own, notes }), backend, around));
}

/** What Proxmox VE gives to a firmware that has no EFI disk. qemu-server, OVMF.pm. */
function temporary(draft: VmDisk): VmDisk {
  const { name } = draft.source;
  if (!/^(\/run\/qemu-server\/efidisk|\/tmp)\/(vm-)?\d+-ovmf\.fd$/.test(name)) return draft;
  return { ...draft, disposable: 'Proxmox VE makes this file anew at each start' };
}

function ofBackend(id: string, at: Position, backend: Backend): VmDisk {
  const { isReadOnly: _, isEmpty: __, isDrive, snapshot: ___, ...settings } = backend;
  return { ...plainDraft(id, at, isDrive ? 'qemu-drive' : 'qemu-blockdev'), ...settings };
}

function frontOf(device: DiskDevice, machine: MachineKind | null): Front {
  const { model, kind, controllers, at } = device;
  const driver = property(device, 'driver');
  const where = positionOf(driver ?? device.options);
  if (isUnknown(model)) {
    const text = driver === undefined ? '' : rawText(driver);
    return { frontend: unresolved<VmFrontend>(text, where), controller: '', notes: [] };
  }
  if (kind.bus === null) {
    const frontend = ownFrontends.find(([pattern]) => pattern.test(model))?.[1] ?? 'other';
    return { frontend: written(frontend, where), controller: '', notes: [] };
  }
  const bus = property(device, 'bus');
  const isIde = kind.bus === 'ide';
  if (bus !== undefined && isUnknown(bus.value)) {
    const frontend = unresolved<VmFrontend>(rawText(bus), positionOf(bus));
    return { frontend, controller: '', notes: [] };
  }
  const controller =
    machine === null && !controllers.some((each) => each.kind === kind.bus)
      ? '?'
      : controllerOf(controllers, kind.bus, bus?.value, machine ?? bareMachine);
  if (controller === '?') {
    const values: VmFrontend[] = isIde ? ['ide', 'ahci'] : ['scsi', 'virtio-scsi', 'other'];
    const frontend = unresolved<VmFrontend>('the machine type decides', where, values);
    return { frontend, controller: '', notes: [] };
  }
  if (controller === '') {
    const message = `${model} finds no ${kind.bus.toUpperCase()} controller: QEMU does not start`;
    const frontend = unresolved<VmFrontend>('there is no controller', where);
    return { frontend, controller, notes: [note('refused-by-qemu', message, at)] };
  }
  const frontend = isIde ? ideFrontend(controller) : scsiFrontend(controller);
  return { frontend: written(frontend, where), controller, notes: [] };
}

type DeviceSettings = Pick<
  VmDisk,
  | 'writeback'
  | 'direct'
  | 'noFlush'
  | 'werror'
  | 'rerror'
  | 'dpofua'
  | 'configWce'
  | 'shared'
  | 'notes'
>;

/** Properties of the device, which win over those of the drive below it. */
function deviceSettings(
  draft: VmDisk,
  device: DiskDevice,
  backend: Backend,
  around: Surroundings,
): DeviceSettings {
  const notes: ConfigNote[] = [];
  const policy = (key: 'werror' | 'rerror') => {
    const found = ownProperty(device, key);
    if (found === undefined || found.value === 'auto') return draft[key];
    const known = errorPolicies.find((name) => name === found.value);
    if (known !== undefined) return written(known, positionOf(found));
    return unresolved(rawText(found), positionOf(found), errorPolicies);
  };
  const shared = property(device, 'share-rw');
  const wce = property(device, 'config-wce');
  const isVirtio = /^(virtio|vhost-user)-blk/.test(device.model);
  const opaque = device.options.opaque;
  const isLost = losesWriteCache(device.model, backend.isDrive, around.qemuVersion);
  const unknownCache = opaque !== null && property(device, 'write-cache') === undefined;
  return {
    ...draft,
    writeback: unknownCache
      ? unresolved(rawText(opaque), positionOf(opaque), [true, false])
      : isLost
        ? byDefault(true, lostWriteCache, device.at)
        : writeCacheOf(draft, device, backend, notes),
    werror: policy('werror'),
    rerror: policy('rerror'),
    shared: shared !== undefined && truth(shared.value) === true,
    dpofua: dpofuaOf(property(device, 'dpofua'), device.model, device.at, around),
    configWce: isVirtio
      ? wce === undefined
        ? byDefault(true, 'QEMU', device.at)
        : booleanFact({ notes }, wce)
      : null,
    notes: [...notes, ...missingProperties(device), ...passthroughNotes(device)],
  };
}

/** What is set on a device that does not know it is not said of the disk. */
function ownProperty(device: DiskDevice, key: BlockProperty) {
  return lacksProperty(device.model, key) ? undefined : property(device, key);
}

function writeCacheOf(
  { writeback }: VmDisk,
  device: DiskDevice,
  { isDrive }: Backend,
  notes: ConfigNote[],
): Fact<boolean> {
  const found = ownProperty(device, 'write-cache');
  if (found === undefined || found.value === 'auto') return writeback;
  const fact = booleanFact({ notes }, found);
  // Above a node of its own it is the only setting that there is.
  return isDrive ? overriding(fact, `${found.key}=${found.value}`, writeback) : fact;
}

function passthroughNotes({ kind, model, at }: DiskDevice): readonly ConfigNote[] {
  if (kind.role !== 'passthrough') return [];
  const message = `${model}: the guest talks to the device itself, whose own write cache counts`;
  return [note('passthrough', message, at)];
}

/** `snapshot=on` puts an overlay on top that is never flushed, and thrown away. */
function snapshotted(draft: VmDisk, backend: Backend, { snapshot }: Surroundings): VmDisk {
  const origin = backend.snapshot ?? (backend.isDrive ? snapshot : null);
  if (origin === null) return draft;
  const notes = aioNotes(draft);
  return {
    ...draft,
    notes: [...draft.notes, ...notes],
    // The overlay is a file without O_DIRECT, for which QEMU turns native AIO off.
    aio: byDefault('threads', 'QEMU for a snapshot', origin),
    direct: written(false, origin),
    noFlush: written(true, origin),
    disposable: 'snapshot=on: everything is dropped when QEMU ends',
  };
}
