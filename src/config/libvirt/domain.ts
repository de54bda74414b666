import type { SaidOfGuest } from '../../model/disk-source.js';
import type { ConfigNote, SkippedDrive, VmDefinition, VmDisk } from '../../model/vm-disk.js';
import { finishDisk, note } from '../draft.js';
import { guestOfId } from '../guest-names.js';
import { limits } from '../limits.js';
import type { AliasedDisk } from '../passthrough.js';
import { underVersion } from '../qemu/version.js';
import type { ReadContext } from '../reader.js';
import { isTemplate } from '../template.js';
import { positionAt, type SourceText } from '../text.js';
import {
  attribute,
  attributeText,
  child,
  childrenOf,
  type Element,
  textOf,
} from '../xml/element.js';
import { scsiControllers } from './controllers.js';
import { readDisk, type Surroundings } from './disk.js';
import { readFlash } from './flash.js';
import { readHostDevices } from './hostdev.js';
import { machineOf } from './machine.js';
import { applyPassthrough } from './passthrough.js';
import { collisions } from './refused.js';

const qemuTypes: ReadonlySet<string> = new Set(['qemu', 'kvm', 'hvf', 'kqemu', '']);

/** QEMU runs domains of Hyper-V's kind too, since libvirt 11.10: its emulator tells it from Hyper-V. */
function isQemu(type: string, devices: Element): boolean {
  if (qemuTypes.has(type)) return true;
  return type === 'hyperv' && /qemu/.test(textOf(child(devices, 'emulator')));
}

/** The machine of a `<domain>`, whoever wrote the element. */
export function readDomain(
  source: SourceText,
  domain: Element,
  context: ReadContext,
): VmDefinition {
  const name = textOf(child(domain, 'name'));
  const at = positionAt(source, domain.span);
  const machine = machineOf(source, domain);
  const devices = devicesOf(domain);
  const guest = guestOf(source, domain);
  const named = guest === undefined ? {} : { guest };
  const base = { name, at, ...named, machineType: machine.typeFact };
  const type = attributeText(domain, 'type');
  if (devices === undefined) return { ...base, disks: [], skipped: [], notes: [] };
  if (!isQemu(type, devices) && !isTemplate(type)) {
    return { ...base, disks: [], skipped: otherHypervisor(source, devices, type), notes: [] };
  }
  const controllers = scsiControllers(devices);
  const around = { source, controllers, machine, qemuVersion: context.qemuVersion };
  const flash = readFlash(domain, around);
  const { disks, skipped } = readDisks(devices, around);
  const hosts = readHostDevices(devices, around);
  const passed = applyPassthrough({ source, domain, machine }, disks, context);
  const own: VmDisk[] = [...flash.disks, ...passed.disks.map(({ disk }) => disk), ...hosts.disks];
  return {
    ...base,
    disks: [
      ...own.map((disk) => underVersion(finishDisk(disk), context.qemuVersion)),
      ...passed.added.disks,
    ],
    skipped: [...flash.skipped, ...skipped, ...hosts.skipped, ...passed.added.skipped],
    notes: [
      ...templateNotes(source, devices),
      ...limitNotes(source, devices),
      ...collisions(source, devices),
      ...passed.notes,
    ],
  };
}

/** Tools write libosinfo's id of the system into the metadata; their prefix of the names is their own. */
function guestOf(source: SourceText, domain: Element): SaidOfGuest | undefined {
  const metadata = childrenOf(domain, 'metadata').flatMap(({ children }) => children);
  const info = metadata.find(({ name }) => /(^|:)libosinfo$/.test(name));
  const id = attribute(
    info?.children.find(({ name }) => /(^|:)os$/.test(name)),
    'id',
  );
  return id === undefined ? undefined : guestOfId(id.value, positionAt(source, id.span));
}

/** libvirt asks for `./devices/disk`, however many lists of devices there are. */
function devicesOf(domain: Element): Element | undefined {
  const [first, ...others] = childrenOf(domain, 'devices');
  if (first === undefined || others.length === 0) return first;
  return { ...first, children: [first, ...others].flatMap(({ children }) => children) };
}

interface Disks {
  readonly disks: readonly AliasedDisk[];
  readonly skipped: readonly SkippedDrive[];
}

function readDisks(devices: Element, around: Surroundings): Disks {
  const disks: AliasedDisk[] = [];
  const skipped: SkippedDrive[] = [];
  for (const element of childrenOf(devices, 'disk').slice(0, limits.disks)) {
    const found = readDisk(element, around);
    if ('skipped' in found) skipped.push(found.skipped);
    else disks.push(found);
  }
  return { disks, skipped };
}

function otherHypervisor(
  source: SourceText,
  devices: Element,
  type: string,
): readonly SkippedDrive[] {
  return childrenOf(devices, 'disk').map((element) => ({
    id: attributeText(child(element, 'target'), 'dev') || 'disk',
    reason: `the domain's type is ${type}: its disks are not QEMU's`,
    at: positionAt(source, element.span),
  }));
}

function limitNotes(source: SourceText, devices: Element): readonly ConfigNote[] {
  const last = childrenOf(devices, 'disk')[limits.disks];
  if (last === undefined) return [];
  const message = `more than ${limits.disks} disks: the rest is not read`;
  return [note('unreadable', message, positionAt(source, last.span))];
}

/** Directives between the elements: what they enclose may be there or not, or many times. */
function templateNotes(source: SourceText, devices: Element): readonly ConfigNote[] {
  if (!isTemplate(devices.text)) return [];
  const message = 'a template decides which devices there are; all that are written are read';
  return [note('unreadable', message, positionAt(source, devices.textSpan))];
}
