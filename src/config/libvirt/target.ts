import { attributeText, child, type Element } from '../xml/element.js';

export type DriveAddress = {
  readonly controller: number;
  readonly bus: number;
  readonly target: number;
  readonly unit: number;
};

const prefixes = ['fd', 'hd', 'vd', 'sd', 'xvd', 'ubd'] as const;

/** `sda` is 0, `sdaa` is 26; -1 for a name that is none. libvirt 11.3.0, virDiskNameParse. */
export function targetIndex(name: string): number {
  const prefix = prefixes.find((each) => name.startsWith(each));
  const letters = /^([a-z]{1,6})\d*$/.exec(name.slice(prefix?.length ?? 0))?.[1];
  if (prefix === undefined || letters === undefined) return -1;
  let index = 0;
  for (const [nth, letter] of [...letters].entries()) {
    index = (index + (nth === 0 ? 0 : 1)) * 26 + (letter.charCodeAt(0) - 97);
  }
  return index;
}

/** The bus of a target that names none. libvirt 11.3.0, virDomainDiskDefPostParse. */
export function busOfTarget(target: string, device: string): string {
  if (device === 'floppy') return 'fdc';
  if (target.startsWith('sd')) return 'scsi';
  if (target.startsWith('vd')) return 'virtio';
  if (target.startsWith('xvd')) return 'xen';
  return target.startsWith('ubd') ? 'uml' : 'ide';
}

/** Where a disk hangs, written or worked out from its name; null for a bus without addresses. */
export function driveAddress(disk: Element, bus: string, target: string): DriveAddress | null {
  const written = child(disk, 'address');
  if (written !== undefined && attributeText(written, 'type') === 'drive') {
    const number = (key: string) => Number(attributeText(written, key)) || 0;
    return {
      controller: number('controller'),
      bus: number('bus'),
      target: number('target'),
      unit: number('unit'),
    };
  }
  if (bus === 'nvme') return namespaceAddress(target);
  const index = targetIndex(target);
  if (index < 0) return null;
  const at = (perController: number, perBus: number): DriveAddress => ({
    controller: Math.floor(index / perController),
    bus: Math.floor((index % perController) / perBus),
    target: 0,
    unit: index % perBus,
  });
  if (bus === 'scsi') return at(7, 7);
  if (bus === 'ide') return at(4, 2);
  if (bus === 'sata') return at(6, 6);
  return bus === 'fdc' ? at(2, 2) : null;
}

/** `nvme0n1` is the first namespace of the first controller. libvirt's tests, disk-target-nvme. */
function namespaceAddress(target: string): DriveAddress | null {
  const [, controller, namespace] = /^nvme(\d+)n([1-9]\d*)$/.exec(target) ?? [];
  if (controller === undefined || namespace === undefined) return null;
  return { controller: Number(controller), bus: 0, target: 0, unit: Number(namespace) - 1 };
}

/** A USB disk that is a SCSI disk behind a controller of its own (libvirt's commit c345ea0e). */
export function isUsbBot(disk: Element, bus: string): boolean {
  return bus === 'usb' && attributeText(disk, 'model') === 'usb-bot';
}

/** Where a device is attached. */
interface DevicePlace {
  readonly bus: string;
  readonly target: string;
  readonly address: DriveAddress | null;
  readonly isLsi: boolean;
}

/** The id that libvirt gives the device on QEMU's command line. libvirt 11.3.0, qemu_alias.c. */
export function deviceAlias(disk: Element, at: DevicePlace): string {
  const own = attributeText(child(disk, 'alias'), 'name');
  const alias = own === '' ? aliasAt(at) : own;
  return isUsbBot(disk, at.bus) ? `${alias}-device` : alias;
}

function aliasAt({ bus, target, address, isLsi }: DevicePlace): string {
  if (address === null) return `${bus}-disk${targetIndex(target)}`;
  const { controller, bus: line, target: id, unit } = address;
  return bus === 'scsi' && !isLsi
    ? `${bus}${controller}-${line}-${id}-${unit}`
    : `${bus}${controller}-${line}-${unit}`;
}
