import type { Fact, VmDefinition, VmDisk } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { unresolved, written } from '../fact.js';
import { limits } from '../limits.js';
import { isUnknown } from '../shell/word.js';
import { type Assembly, skip } from './assembly.js';
import { type Backend, readBackend } from './backend.js';
import { bareKeys, blankKeys } from './bare-keys.js';
import { type DiskDevice, indexGlobals, property, readDevices } from './devices.js';
import { diskOfDevice } from './disk.js';
import { doubleUses } from './double-use.js';
import { unknownKeys } from './drive-keys.js';
import { type Drive, readDrives } from './drives.js';
import { unsupportedPolicies } from './error-policies.js';
import { addFlash } from './flash.js';
import { addHostDisks } from './host-disks.js';
import { diskOfDrive, reasonToSkip, refusedInterface } from './interface-disk.js';
import { addLeftOver } from './left-over.js';
import { architectureOf, defaultMachine, type MachineKind, machineKind } from './machine.js';
import { missingNodes } from './missing-nodes.js';
import type { BlockNode, NamedNodes } from './node.js';
import { type Option, type Options, option, positionOf, rawText, valueIn } from './options.js';
import type { Setup } from './setup.js';
import { underVersion, withoutRemoved } from './version.js';
import { vhostUserBackend } from './vhost-user.js';

/** The disks of one command line. */
export function vmOf(setup: Setup, qemuVersion: string): VmDefinition {
  const machineType = machineTypeOf(setup);
  const machine = kindOf(setup, machineType);
  const { drives, notes } = readDrives(setup, machine);
  const { snapshot } = setup;
  const assembly: Assembly = {
    setup,
    around: { machine, machineType, qemuVersion, snapshot },
    named: namedNodes(setup, drives),
    drives,
    cdroms: new Set(drives.filter(({ isCdrom }) => isCdrom).flatMap(({ names }) => names)),
    globals: indexGlobals(setup.globals),
    used: new Set(),
    disks: [],
    skipped: [],
    notes: [...setup.notes, ...notes],
  };
  brokenOptions(assembly);
  const { devices } = readDevices(setup);
  assembly.notes.push(...doubleUses(assembly, devices));
  // Drives with an interface are there before any -device.
  const attached = attachedTo(devices);
  for (const drive of drives) addDrive(assembly, drive, attached);
  for (const device of devices) addDevice(assembly, device);
  addFlash(assembly);
  addHostDisks(assembly);
  addLeftOver(assembly);
  const { skipped } = assembly;
  const disks = assembly.disks
    .map((disk) => underVersion(disk, qemuVersion))
    .map(withoutRemoved(machineType, qemuVersion));
  return { name: setup.name, at: setup.at, machineType, disks, skipped, notes: assembly.notes };
}

function machineTypeOf({ machine }: Setup): Fact<string> | null {
  const found = machine.map((options) => option(options, 'type')).findLast((type) => type);
  if (found === undefined) return null;
  if (isUnknown(found.value)) return unresolved(rawText(found), positionOf(found));
  return written(found.value, positionOf(found));
}

function kindOf({ binary }: Setup, type: Fact<string> | null): MachineKind | null {
  if (type !== null) return type.known ? machineKind(type.value) : null;
  const architecture = architectureOf(binary);
  return architecture === '' ? null : machineKind(defaultMachine(architecture));
}

function namedNodes({ blockdevs }: Setup, drives: readonly Drive[]): NamedNodes {
  const named = new Map<string, BlockNode>();
  for (const options of blockdevs) {
    for (const { key, value } of options.list) {
      if (!/(^|\.)node-name$/.test(key)) continue;
      const prefix = key.slice(0, -'node-name'.length);
      named.set(value, { options, prefix, isDrive: false, parent: parentOf(options, prefix) });
    }
  }
  for (const drive of drives) for (const name of drive.names) named.set(name, drive.node);
  return named;
}

/** A child that is written inside its parent takes from it what it does not say itself. */
function parentOf(options: Options, prefix: string): BlockNode | null {
  if (prefix === '') return null;
  const parent = prefix.replace(/[^.]+\.$/, '');
  return { options, prefix: parent, isDrive: false, parent: parentOf(options, parent) };
}

function brokenOptions({ setup, named, notes }: Assembly): void {
  notes.push(...missingNodes(setup, named));
  for (const check of [bareKeys, unknownKeys, unsupportedPolicies])
    notes.push(...setup.drives.flatMap(check));
  notes.push(...[setup.drives, setup.devices, setup.blockdevs].flat().flatMap(blankKeys));
  for (const list of [setup.drives, setup.devices, setup.blockdevs, setup.machine]) {
    for (const options of list) {
      if (options.error === '') continue;
      notes.push(note('refused-by-qemu', options.error, positionOf(options)));
    }
  }
}

function addDrive(assembly: Assembly, drive: Drive, attached: ReadonlySet<string>): void {
  const { around, named, used, globals } = assembly;
  const { iface, node, id, names } = drive;
  const isDevices = names.some((name) => attached.has(name));
  if (isDevices || (iface.known && iface.value === 'none')) return;
  const at = positionOf(drive.options);
  for (const name of names) used.add(name);
  const reason = reasonToSkip(drive, named);
  if (reason !== '') return skip(assembly, id, reason, at);
  const refusal = refusedInterface(drive, around.machine);
  if (refusal !== '') assembly.notes.push(note('refused-by-qemu', refusal, at));
  addDisk(assembly, diskOfDrive(drive, readBackend(node, named), around, globals));
}

function addDisk({ disks, notes }: Assembly, disk: VmDisk): void {
  if (disks.length < limits.disks) disks.push(disk);
  if (disks.length < limits.disks || notes.some(({ message }) => message.includes('rest'))) return;
  notes.push(note('unreadable', `more than ${limits.disks} disks: the rest is not read`, disk.at));
}

/** What devices name as their drives. */
function attachedTo(devices: readonly DiskDevice[]): ReadonlySet<string> {
  return new Set(devices.flatMap((device) => property(device, 'drive')?.value ?? []));
}

function addDevice(assembly: Assembly, device: DiskDevice): void {
  const { named, used, around, setup } = assembly;
  const names = [valueIn(device.options, 'id'), property(device, 'drive')?.value, device.model];
  const id = names.find((name) => name !== undefined && !isUnknown(name)) ?? '';
  const { at, kind, model } = device;
  if (/^vhost-user-blk/.test(model)) {
    const backend = vhostUserBackend(device, setup.chardevs);
    return addDisk(assembly, diskOfDevice(id, device, backend, around));
  }
  const drive = property(device, 'drive');
  if (drive === undefined) {
    // An nvme controller may have its namespaces as devices of their own.
    if (model !== 'nvme') skip(assembly, id, 'nothing is inserted', at);
    return;
  }
  used.add(drive.value);
  const node = named.get(drive.value) ?? (mayBeElsewhere(drive, setup) ? unknownNode(drive) : null);
  if (node === null) return missingDrive(assembly, id, device, drive);
  const backend = readBackend(node, named);
  const isCdrom = kind.role === 'cdrom' || assembly.cdroms.has(drive.value);
  if (isCdrom) return skip(assembly, id, 'a CD-ROM', at);
  if (backend.isReadOnly) return skip(assembly, id, 'read-only', at);
  if (backend.isEmpty) return skip(assembly, id, 'nothing is inserted', at);
  if (isHostDevice(device, backend)) {
    return skip(assembly, id, "a SCSI device of the host's, handed to the guest as it is", at);
  }
  addDisk(assembly, diskOfDevice(id, device, backend, around));
}

/** scsi-generic on /dev/sg*: not a block device that QEMU reads or writes. */
function isHostDevice({ model }: DiskDevice, { source }: Backend): boolean {
  return model === 'scsi-generic' && /^\/dev\/(sg|bsg|cdrom|sr|st)/.test(source.name);
}

/** A name that is a variable, or one that options which cannot be read may define. */
function mayBeElsewhere({ value }: Option, { notes }: Setup): boolean {
  return isUnknown(value) || notes.some(({ rule }) => rule === 'unreadable');
}

/** A drive of which only the device that uses it is known. */
function unknownNode(drive: Option): BlockNode {
  const { span, source } = drive;
  const options: Options = { list: [], span, source, opaque: drive, error: '' };
  return { options, prefix: '', isDrive: true, parent: null };
}

function missingDrive(assembly: Assembly, id: string, { at }: DiskDevice, drive: Option): void {
  const message = `there is no drive or node \`${drive.value}\`: QEMU does not start`;
  assembly.notes.push(note('refused-by-qemu', message, positionOf(drive)));
  skip(assembly, id, `its drive \`${drive.value}\` is not defined here`, at);
}
