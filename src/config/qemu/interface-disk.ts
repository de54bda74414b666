import type { Fact, Position, VmDisk, VmFrontend } from '../../model/vm-disk.js';
import { mapped, unresolved } from '../fact.js';
import { type Backend, readBackend } from './backend.js';
import { ideFrontend, scsiFrontend } from './controllers.js';
import { type DiskDevice, deviceKind, type GlobalIndex } from './devices.js';
import { diskOf, type Front, type Surroundings } from './disk.js';
import type { Drive } from './drives.js';
import type { DriveInterface, MachineKind } from './machine.js';
import type { NamedNodes } from './node.js';
import { type Options, positionOf } from './options.js';

/** The device that a machine makes of a drive's interface. */
const models: Readonly<Record<DriveInterface, string>> = {
  none: '',
  ide: 'ide-hd',
  scsi: 'scsi-hd',
  floppy: 'floppy',
  pflash: 'cfi.pflash01',
  mtd: 'mtd',
  sd: 'sd-card',
  virtio: 'virtio-blk',
  xen: 'xen-disk',
};

/** A disk that the machine makes of a `-drive if=`; `-global` reaches its device too. */
export function diskOfDrive(
  drive: Drive,
  backend: Backend,
  around: Surroundings,
  globals: GlobalIndex,
): VmDisk {
  const { iface, options, id } = drive;
  const model = iface.known ? models[iface.value] : '';
  const kind = deviceKind(model) ?? { role: 'disk' as const, bus: null };
  const at = positionOf(options);
  const own: Options = { ...options, list: [], opaque: null };
  const device: DiskDevice = { model, kind, options: own, globals, controllers: [], at };
  const front = frontOf(drive, around.machine, at);
  const disk = diskOf({ id, device, front, backend }, around);
  return drive.isCounted ? { ...disk, isCounted: true } : disk;
}

/** Why a drive is no disk to judge; '' for one that is. */
export function reasonToSkip(drive: Drive, named: NamedNodes): string {
  if (drive.isCdrom) return 'a CD-ROM';
  const backend = readBackend(drive.node, named);
  if (backend.isReadOnly) return 'read-only';
  return backend.isEmpty ? 'nothing is inserted' : '';
}

function frontOf({ iface }: Drive, machine: MachineKind | null, at: Position): Front {
  const name = iface.known ? iface.value : '';
  const frontend: Fact<VmFrontend> =
    name === 'ide' && machine === null
      ? unresolved('the machine type decides', at, ['ide', 'ahci'])
      : mapped(iface, (word) => frontendOf(word, machine));
  const controllers: Readonly<Record<string, string>> = {
    ide: machine === null ? '' : `built-in ${machine.ide}`,
    scsi: machine?.scsi ?? '',
  };
  return { frontend, controller: controllers[name] ?? '', notes: [] };
}

function frontendOf(name: DriveInterface, machine: MachineKind | null): VmFrontend {
  if (name === 'virtio') return 'virtio-blk';
  if (name === 'ide') return ideFrontend(machine?.ide ?? 'ide');
  if (name === 'scsi') return scsiFrontend(machine?.scsi ?? '');
  if (name === 'sd' || name === 'floppy' || name === 'pflash') return name;
  return name === 'xen' ? 'xen-block' : 'other';
}

/** What is wrong with a drive's interface on this machine; '' for nothing. */
export function refusedInterface({ iface }: Drive, machine: MachineKind | null): string {
  if (!iface.known || machine === null || iface.origin.kind === 'default') return '';
  const { value } = iface;
  const missing =
    (value === 'scsi' && machine.scsi === '') ||
    (value === 'ide' && machine.ide === '') ||
    (value === 'sd' && !machine.hasSd) ||
    (value === 'virtio' && !machine.hasVirtio);
  return missing ? `this machine has no if=${value}: QEMU does not start` : '';
}
