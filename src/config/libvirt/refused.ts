import type { ConfigNote, Position } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { machineKind } from '../qemu/machine.js';
import { isTemplate } from '../template.js';
import { positionAt, type SourceText } from '../text.js';
import { attribute, attributeText, child, childrenOf, type Element } from '../xml/element.js';
import type { DomainMachine } from './machine.js';
import { busOfTarget, driveAddress } from './target.js';

/** libvirt 11.3.0, docs/formatdomain.rst, "Hard drives, floppy disks, CDROMs". */
const buses: ReadonlySet<string> = new Set(
  'fdc ide nvme sata scsi sd uml usb virtio xen'.split(' '),
);

/** Kinds of disks (virDomainDiskDevice). */
const kinds: ReadonlySet<string> = new Set(['', 'disk', 'cdrom', 'floppy', 'lun']);

/** Buses whose devices have a controller, a bus, a target and a unit, and no other kind of address. */
const driveBuses: ReadonlySet<string> = new Set(['ide', 'scsi', 'sata', 'fdc']);

const targetOf = (disk: Element) =>
  attributeText(child(disk, 'target'), 'dev').replace(/^ioemu:/, '');

function busOf(disk: Element): string {
  const device = attributeText(disk, 'device') || 'disk';
  return attributeText(child(disk, 'target'), 'bus') || busOfTarget(targetOf(disk), device);
}

/** libvirt takes IDE only where the machine has it built in (qemuDomainMachineHasBuiltinIDE, 11.3.0). */
function hasNoIde({ type, arch }: DomainMachine): boolean {
  if (type === '') return /^(aarch64|armv|s390x|riscv|loongarch)/.test(arch);
  return !/^(pc$|pc-0\.|pc-1\.|pc-i440|rhel|malta$|sun4u$|g3beige$)/.test(type);
}

/** libvirt 11.3.0, qemu_command.c, qemuBuildDiskDeviceProps: QEMU's machines have no devices for these. */
const withoutDevice: ReadonlySet<string> = new Set(['xen', 'uml']);

/** libvirt hands `if=sd` on to any machine; QEMU refuses it where no card reader is. */
function hasNoCard({ type }: DomainMachine): boolean {
  return type !== '' && machineKind(type)?.hasSd === false;
}

/** virDomainDiskDefSourceLUNValidate, and its callers: what a LUN that the guest talks to cannot be. */
function lunRefusal(disk: Element, bus: string): string {
  if (attributeText(disk, 'device') !== 'lun') return '';
  if (bus !== 'virtio' && bus !== 'scsi') return `there is no device='lun' on bus=${bus}`;
  const type = attributeText(disk, 'type') || 'file';
  const protocol = attributeText(child(disk, 'source'), 'protocol');
  if (type === 'network' && protocol !== 'iscsi' && !isTemplate(protocol))
    return `device='lun' is not for protocol=${protocol}`;
  if (!/^(block|network|volume)$/.test(type) && !isTemplate(type))
    return `device='lun' is for block devices, not for type=${type}`;
  const format = attributeText(child(disk, 'driver'), 'type');
  return format === '' || format === 'raw' || isTemplate(format)
    ? ''
    : `device='lun' is for raw images, not for ${format}`;
}

/** qemuDomainValidateStorageSource, and others. Why libvirt does not take a disk, wherever it is attached; '' where it does. */
function refusalOf(disk: Element, machine: DomainMachine): string {
  const bus = busOf(disk);
  const target = targetOf(disk);
  const kind = attributeText(disk, 'device');
  if (!kinds.has(kind) && !isTemplate(kind)) return `a disk is no device='${kind}'`;
  const driver = attributeText(child(disk, 'driver'), 'name');
  if (driver !== '' && driver !== 'qemu' && !isTemplate(driver)) {
    return `a disk of QEMU has no driver \`${driver}\``;
  }
  const format = attributeText(child(disk, 'driver'), 'type');
  const isFolder = /^(dir|volume)$/.test(attributeText(disk, 'type'));
  if (/^(cow|dir|iso)$/.test(format) || (format === 'fat' && !isFolder))
    return `QEMU has no image of type \`${format}\``;
  if (attributeText(disk, 'type') === 'dir' && child(disk, 'readonly') === undefined)
    return 'a folder as a disk is only for reading';
  if (!buses.has(bus)) return `there is no bus \`${bus}\``;
  if (bus === 'ide' && hasNoIde(machine)) {
    return `${machine.type || machine.arch} has no IDE controller`;
  }
  if (bus === 'fdc' && /^pseries/.test(machine.type)) return 'pseries has no floppy drives';
  if (/^(hd|sd|vd|xvd|ubd)[a-z]+\d+$/.test(target)) {
    return `the target \`${target}\` is a partition`;
  }
  const lun = lunRefusal(disk, bus);
  if (lun !== '') return lun;
  const type = attributeText(child(disk, 'address'), 'type');
  const isOther = type !== '' && type !== 'drive' && type !== 'unassigned' && !isTemplate(type);
  return isOther && driveBuses.has(bus) ? `bus=${bus} has no address of type \`${type}\`` : '';
}

export function refusals(
  source: SourceText,
  disk: Element,
  machine: DomainMachine,
): readonly ConfigNote[] {
  if (isTemplate(busOf(disk)) || isTemplate(targetOf(disk))) return [];
  const reason = refusalOf(disk, machine);
  if (reason === '' && withoutDevice.has(busOf(disk))) {
    const message = `libvirt has no device of QEMU for bus=${busOf(disk)}: the domain does not start`;
    return [note('refused-by-qemu', message, placeOf(source, disk))];
  }
  const isCardless = busOf(disk) === 'sd' && hasNoCard(machine);
  if (reason === '' && !isCardless) return [];
  const message =
    reason === ''
      ? `${machine.type} has no reader of SD cards: QEMU does not start`
      : `${reason}: libvirt refuses the domain`;
  return [note('refused-by-qemu', message, placeOf(source, disk))];
}

function placeOf(source: SourceText, disk: Element): Position {
  return positionAt(source, attribute(child(disk, 'target'), 'bus')?.span ?? disk.span);
}

/** What two disks cannot both have: a target, or a place on a controller. */
export function collisions(source: SourceText, devices: Element): readonly ConfigNote[] {
  const seen = new Set<string>();
  return childrenOf(devices, 'disk').flatMap((disk) => {
    const target = targetOf(disk);
    if (target === '' || isTemplate(target)) return [];
    const address = addressOf(disk, target);
    const taken = [`target ${target}`, address].filter((each) => each !== '' && seen.has(each));
    for (const each of [`target ${target}`, address]) seen.add(each);
    return taken.slice(0, 1).map((each) => {
      const message = `another disk has the ${each}: libvirt refuses the domain`;
      return note('refused-by-qemu', message, positionAt(source, disk.span));
    });
  });
}

function addressOf(disk: Element, target: string): string {
  const bus = busOf(disk);
  const address = driveBuses.has(bus) ? driveAddress(disk, bus, target) : null;
  if (address === null) return '';
  const { controller, bus: line, target: id, unit } = address;
  return `${bus} address ${controller}:${line}:${id}:${unit}`;
}
