import type { SaidOfGuest } from '../../model/disk-source.js';
import type { VmDefinition, VmDisk, VmFrontend } from '../../model/vm-disk.js';
import { guestNamed, guestOfId } from '../guest-names.js';
import { readDomain } from '../libvirt/domain.js';
import { element, own, templateOf } from '../libvirt/synthetic.js';
import { limits } from '../limits.js';
import { type Options, option, readOptions } from '../qemu/options.js';
import type { ReadContext } from '../reader.js';
import { positionAt, type SourceText } from '../text.js';
import { withToolDefaults } from '../tool-defaults.js';
import { writtenIn } from '../written-in.js';
import type { Attribute, Element } from '../xml/element.js';
import { argumentElements } from './command-line.js';
import { diskElement } from './disk.js';
import { disksOf } from './disks.js';
import { notesOf } from './notes.js';
import { readInstallOptions } from './options.js';
import { osElement } from './os.js';
import {
  defaultMachine,
  type InstallCall,
  type InstallReading,
  isPc,
  textOption,
  valueOfOption,
} from './reading.js';
import { systemOf } from './system.js';

const busWords = 'what libosinfo says of the system';

export function readInstall(
  source: SourceText,
  call: InstallCall,
  context: ReadContext,
): VmDefinition {
  const options = readInstallOptions(call.words);
  const name = valueOfOption({ source, options }, 'osinfo', 'name', 'short-id', 'id');
  const { start } = call.at;
  const reading: InstallReading = {
    source,
    call,
    options,
    system: systemOf(name),
    guess: { start, end: start },
  };
  const specs = options.filter((each) => each.name === 'disk' && each.value !== null);
  const disks = disksOf(reading, specs, name);
  const found = readDomain(source, domainOf(reading, disks), context);
  const places = [
    positionAt(source, call.at),
    ...disks.map(({ span }) => positionAt(source, span)),
  ];
  const by = `libosinfo: ${name || 'the system'} has it`;
  const guess = { at: positionAt(source, reading.guess), by };
  const guest = guestOf(reading, name);
  return {
    ...found,
    ...(guest === undefined ? {} : { guest }),
    name: valueOfOption(reading, 'name', 'name'),
    at: positionAt(source, call.at),
    disks: found.disks.map((disk) =>
      writtenIn(
        withOpenBus(withToolDefaults(disk, 'virt-install', places, guess), reading),
        'libvirt',
        'virt-install',
      ),
    ),
    notes: [...found.notes, ...notesOf(reading, specs)],
  };
}

/** By a short id of libosinfo's, or a long one. */
function guestOf({ source, options }: InstallReading, name: string): SaidOfGuest | undefined {
  const value = options.findLast((each) => each.name === 'osinfo')?.value ?? null;
  if (value === null) return undefined;
  const at = positionAt(source, value);
  return guestOfId(name, at) ?? guestNamed(name, at);
}

function domainOf(reading: InstallReading, disks: readonly Options[]): Element {
  const { call } = reading;
  const { start, end } = call.at;
  const span = { start, end };
  const bus = defaultBus(reading);
  const targets = new Set<string>();
  const isRewritten = reading.options.some(
    ({ name, value }) => name === 'xml' && /disk|xpath\d*\.create/.test(value?.text ?? 'disk'),
  );
  const elements = disks
    .slice(0, limits.disks)
    .map((options) => diskElement(options, { bus, targets, isRewritten }));
  const devices = element('devices', span, {}, [...controllers(reading, elements), ...elements]);
  const namespace = own('http://libvirt.org/schemas/domain/qemu/1.0', span);
  const words = reading.options.filter(({ name }) => name === 'qemu-commandline');
  const args = words.flatMap(({ value }) => (value === null ? [] : argumentElements(value)));
  const kind = textOption(reading, 'virt-type') ?? kindOfConnection(reading);
  return element('domain', span, { type: kind, 'xmlns:qemu': namespace }, [
    osElement(reading, span),
    devices,
    args.length === 0 ? null : element('qemu:commandline', span, {}, args),
  ]);
}

/** Other hypervisors than QEMU have URIs of their own. */
function kindOfConnection(reading: InstallReading): Attribute | null {
  const uri = textOption(reading, 'connect');
  const kind = /^(xen|bhyve|lxc|vz|vbox|test)([+:].*)?$/.exec(uri?.value ?? '')?.[1];
  return uri === null || kind === undefined ? null : { value: kind, span: uri.span };
}

/** virtio where the system has it; else what the machine has. */
function defaultBus(reading: InstallReading): Attribute {
  const { system, guess } = reading;
  if (system.hasVirtio === true || hasOnlyVirtio(reading)) return own('virtio', guess);
  const machine = textOption(reading, 'machine') ?? defaultMachine(reading);
  if (system.hasVirtio === null || machine === null || !isPc(reading)) {
    return { value: templateOf(busWords), span: guess };
  }
  return own(/q35/.test(machine.value) ? 'sata' : 'ide', guess);
}

/** Machines of which nobody asks what the system has. virtinst/guest.py, _supports_virtio. */
function hasOnlyVirtio(reading: InstallReading): boolean {
  const arch = valueOfOption(reading, 'arch', 'arch');
  const machine = textOption(reading, 'machine')?.value ?? '';
  if (/^(s390x|loongarch64)$/.test(arch)) return true;
  if (/^riscv(32|64)$/.test(arch)) return /^(|virt.*)$/.test(machine);
  return /^ppc64(le)?$/.test(arch) && /^(|pseries.*)$/.test(machine);
}

/** What is left open may be any of these. */
function withOpenBus(disk: VmDisk, reading: InstallReading): VmDisk {
  const { frontend } = disk;
  if (frontend.known || frontend.origin.text !== busWords) return disk;
  const ofPc: readonly VmFrontend[] =
    reading.system.hasVirtio === false ? ['ahci', 'ide'] : ['virtio-blk', 'ahci', 'ide'];
  const values = isPc(reading) ? ofPc : (['virtio-blk', 'usb-storage', 'sd'] as const);
  return {
    ...disk,
    frontend: { ...frontend, values, origin: { ...frontend.origin, at: disk.at } },
  };
}

/** Those of `--controller`, and one for SCSI disks where there is none. */
function controllers(reading: InstallReading, disks: readonly Element[]): readonly Element[] {
  const { options, source, guess, system } = reading;
  const found = options.flatMap(({ name, value }): readonly Element[] => {
    if (name !== 'controller' || value === null) return [];
    const list = readOptions(source, value, 'type');
    const get = (key: string): Attribute | null => {
      const given = option(list, key);
      return given === undefined ? null : { value: given.value, span: given.span };
    };
    const attributes = { type: get('type'), index: get('index'), model: get('model') };
    return [element('controller', list.span, attributes)];
  });
  const hasOwn = found.some(({ attributes }) => attributes.get('type')?.value === 'scsi');
  const needsOne = disks.some(({ children }) =>
    children.some((each) => each.name === 'target' && each.attributes.get('bus')?.value === 'scsi'),
  );
  if (hasOwn || !needsOne || system.hasVirtio === false) return found;
  const model =
    system.hasVirtio === true
      ? own('virtio-scsi', guess)
      : { value: templateOf(busWords), span: guess };
  return [
    ...found,
    element('controller', guess, { type: own('scsi', guess), index: own('0', guess), model }),
  ];
}
