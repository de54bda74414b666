import type { Fact, Position, VmDisk, VmFrontend } from '../../model/vm-disk.js';
import { note, plainDraft } from '../draft.js';
import { byDefault, unresolved, written } from '../fact.js';
import type { AliasedDisk } from '../passthrough.js';
import { defaultDpofua } from '../qemu/dpofua.js';
import { losesWriteCache, lostWriteCache } from '../qemu/version.js';
import { isTemplate } from '../template.js';
import { positionAt, type SourceText } from '../text.js';
import { attribute, attributeText, child, type Element } from '../xml/element.js';
import { scsiController } from './controllers.js';
import { cacheOf, type DriverReading, driverOf } from './driver.js';
import type { DomainMachine } from './machine.js';
import { refusals } from './refused.js';
import { sourceOf } from './source.js';
import { busOfTarget, deviceAlias, driveAddress, isUsbBot } from './target.js';
import { vhostUserSettings } from './vhost-user.js';

/** What a domain gives to all its disks. */
export interface Surroundings {
  readonly source: SourceText;
  /** SCSI controllers by index. */
  readonly controllers: ReadonlyMap<number, Element>;
  readonly machine: DomainMachine;
  readonly qemuVersion: string;
}

export interface Skipped {
  readonly skipped: { readonly id: string; readonly reason: string; readonly at: Position };
}

type Reading = Surroundings & DriverReading;

export function readDisk(element: Element, around: Surroundings): AliasedDisk | Skipped {
  const { source } = around;
  const at = positionAt(source, element.span);
  const target = attributeText(child(element, 'target'), 'dev').replace(/^ioemu:/, '');
  const id = target === '' ? 'disk' : target;
  const device = attributeText(element, 'device') || 'disk';
  const named = sourceOf(source, element);
  const reason = reasonToSkip(element, device, named === null);
  if (reason !== '' || named === null) return { skipped: { id, reason, at } };
  const driver = child(element, 'driver');
  const reading: Reading = { ...around, element, driver, at, notes: [] };
  const bus = attributeText(child(element, 'target'), 'bus') || busOfTarget(target, device);
  const address = driveAddress(element, bus, target);
  const front = frontOf(reading, bus, device, address?.controller ?? 0);
  const alias = deviceAlias(element, { bus, target, address, isLsi: front.controller === 'lsi' });
  const draft: VmDisk = {
    ...plainDraft(id, at, 'libvirt'),
    ...(attribute(child(element, 'target'), 'dev')?.isCounted ? { isCounted: true } : {}),
    ...front,
    ...cacheOf(reading, device === 'lun'),
    ...(losesWriteCache(front.device, false, around.qemuVersion)
      ? { writeback: byDefault(true, lostWriteCache, at) }
      : {}),
    ...driverOf(reading),
    source: named,
    shared: child(element, 'shareable') !== undefined,
    disposable: disposableOf(element),
    dpofua: front.device === 'scsi-hd' ? defaultDpofua(hints(around), at) : null,
    configWce:
      front.frontend.known && front.frontend.value === 'virtio-blk'
        ? byDefault(true, 'QEMU', at)
        : null,
  };
  const isOutside = named.kind.known && named.kind.value === 'vhost-user';
  const disk = isOutside ? { ...draft, ...vhostUserSettings(at) } : draft;
  return {
    disk: { ...disk, notes: [...reading.notes, ...frontNotes(reading, device)] },
    alias,
  };
}

const hints = ({ machine, qemuVersion }: Surroundings) => ({
  machineType: machine.typeFact,
  qemuVersion,
});

function reasonToSkip(element: Element, device: string, isEmpty: boolean): string {
  if (device === 'cdrom') return 'a CD-ROM';
  if (isEmpty) return device === 'floppy' ? 'nothing is inserted' : 'it has no source';
  return child(element, 'readonly') === undefined ? '' : 'read-only';
}

function disposableOf(element: Element): string {
  return child(element, 'transient') === undefined
    ? ''
    : 'transient: everything is dropped when the machine stops';
}

interface Front {
  readonly frontend: Fact<VmFrontend>;
  readonly device: string;
  readonly controller: string;
}

interface PlainFront {
  readonly frontend: VmFrontend;
  readonly device: string;
  readonly controller: string;
}

const plainFronts: Readonly<Record<string, PlainFront>> = {
  virtio: { frontend: 'virtio-blk', device: 'virtio-blk', controller: '' },
  ide: { frontend: 'ide', device: 'ide-hd', controller: 'built-in ide' },
  sata: { frontend: 'ahci', device: 'ide-hd', controller: 'ahci' },
  usb: { frontend: 'usb-storage', device: 'usb-storage', controller: '' },
  fdc: { frontend: 'floppy', device: 'floppy', controller: '' },
  sd: { frontend: 'sd', device: 'sd-card', controller: '' },
  xen: { frontend: 'xen-block', device: 'xen-disk', controller: '' },
  nvme: { frontend: 'nvme', device: 'nvme-ns', controller: 'nvme' },
};

function plainFront(element: Element, bus: string): PlainFront | undefined {
  if (isUsbBot(element, bus)) {
    return { frontend: 'usb-storage', device: 'scsi-hd', controller: 'usb-bot' };
  }
  return Object.hasOwn(plainFronts, bus) ? plainFronts[bus] : undefined;
}

function frontOf(reading: Reading, bus: string, device: string, controller: number): Front {
  const { source, controllers, machine, element, at } = reading;
  const target = child(element, 'target');
  const busAttribute = attribute(target, 'bus');
  const where = positionAt(source, busAttribute?.span ?? target?.span ?? element.span);
  if (bus === 'scsi') {
    const { frontend, model } = scsiController(controllers.get(controller), machine, at, source);
    return { frontend, device: device === 'lun' ? 'scsi-block' : 'scsi-hd', controller: model };
  }
  if (isTemplate(bus)) return { frontend: unresolved(bus, where), device: '', controller: '' };
  const plain = plainFront(element, bus);
  const frontend = vhostUserOr(element, plain?.frontend ?? 'other');
  const fact =
    busAttribute === undefined
      ? byDefault(frontend, "libvirt: the bus that the target's name implies", where)
      : written(frontend, where);
  const isVhost = frontend === 'vhost-user-blk';
  return {
    frontend: fact,
    device: isVhost ? frontend : (plain?.device ?? ''),
    controller: plain?.controller ?? '',
  };
}

function vhostUserOr(element: Element, frontend: VmFrontend): VmFrontend {
  const isVhost = attributeText(element, 'type') === 'vhostuser' && frontend === 'virtio-blk';
  return isVhost ? 'vhost-user-blk' : frontend;
}

function frontNotes({ source, element, machine, at }: Reading, device: string) {
  const refused = refusals(source, element, machine);
  if (device !== 'lun') return refused;
  const message = 'device=lun: the guest talks to the device itself, whose own write cache counts';
  return [...refused, note('passthrough', message, at)];
}
