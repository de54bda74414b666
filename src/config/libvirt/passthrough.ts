import type { ConfigNote, Position, VmDefinition, VmDisk } from '../../model/vm-disk.js';
import { errorPolicies } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { unresolved, written } from '../fact.js';
import { collect, newSetup, type Setup } from '../qemu/collect.js';
import { type Option, positionOf, truth } from '../qemu/options.js';
import { vmOf } from '../qemu/vm.js';
import type { ReadContext } from '../reader.js';
import type { Word } from '../shell/word.js';
import { isTemplate } from '../template.js';
import { positionAt, type SourceText } from '../text.js';
import { attribute, attributeText, childrenOf, type Element, wordOf } from '../xml/tree.js';
import type { LibvirtDisk } from './disk.js';
import type { Machine } from './machine.js';

const namespace = 'http://libvirt.org/schemas/domain/qemu/1.0';

/** One property that is set on a device behind libvirt's back. */
interface Change {
  readonly alias: string;
  readonly option: Option;
}

export interface Passthrough {
  readonly disks: readonly LibvirtDisk[];
  /** What the command line adds of its own. */
  readonly added: Pick<VmDefinition, 'disks' | 'skipped'>;
  readonly notes: readonly ConfigNote[];
}

interface Reading {
  readonly source: SourceText;
  readonly prefix: string;
  readonly domain: Element;
  readonly machine: Machine;
}

/** `qemu:commandline` and `qemu:override`, applied to the disks that libvirt makes. */
export function applyPassthrough(
  source: SourceText,
  domain: Element,
  machine: Machine,
  disks: readonly LibvirtDisk[],
  context: ReadContext,
): Passthrough {
  const prefix = prefixOf(domain);
  const notes: ConfigNote[] = [...strays(source, domain, prefix)];
  const reading = { source, prefix, domain, machine };
  const { setup, changes } = commandLine(reading, disks, context);
  const all = [...changes, ...globalChanges(setup, disks), ...overrides(reading)];
  const changed = disks.map((disk) => changedDisk(disk, all));
  const { disks: own, skipped, notes: found } = vmOf(setup, context.qemuVersion);
  return { disks: changed, added: { disks: own, skipped }, notes: [...notes, ...found] };
}

/** Only elements in QEMU's namespace count; '' where none is declared. */
function prefixOf(domain: Element): string {
  for (const element of [domain, ...domain.children]) {
    for (const [name, { value }] of element.attributes) {
      if (name.startsWith('xmlns:') && value === namespace) return `${name.slice(6)}:`;
    }
  }
  return '';
}

/** Copies without the namespace, which libvirt drops without a word. */
function strays(source: SourceText, domain: Element, prefix: string): readonly ConfigNote[] {
  return domain.children
    .filter(({ name }) => /^(\w+:)?(commandline|override)$/.test(name))
    .filter(({ name }) => prefix === '' || !name.startsWith(prefix))
    .map(({ name, span }) => {
      const message = `<${name}> is not in QEMU's namespace: libvirt drops it without a word`;
      return note('no-effect', message, positionAt(source, span));
    });
}

function elements({ domain, prefix }: Reading, name: string): readonly Element[] {
  return prefix === '' ? [] : childrenOf(domain, prefix + name);
}

interface CommandLine {
  readonly setup: Setup;
  readonly changes: readonly Change[];
}

function commandLine(
  reading: Reading,
  disks: readonly LibvirtDisk[],
  context: ReadContext,
): CommandLine {
  const { source, prefix, machine, domain } = reading;
  const arch = machine.arch === '' ? 'x86_64' : machine.arch;
  const setup = newSetup(`qemu-system-${arch}`, positionAt(source, domain.span));
  const lists = elements(reading, 'commandline');
  const words: Word[] = [];
  for (const list of lists) {
    for (const element of childrenOf(list, `${prefix}arg`)) {
      const value = attribute(element, 'value');
      if (value !== undefined) words.push(wordOf(value));
    }
  }
  const { rest, changes } = withoutSets(source, words, disks);
  if (machine.type !== '') addMachine(setup, source, machine);
  addControllers(setup, source, reading.domain);
  collect(setup, source, rest, context);
  return { setup, changes };
}

function addMachine(setup: Setup, source: SourceText, { type, typeFact }: Machine): void {
  const span = { start: 0, end: 0 };
  const list = [{ key: 'type', value: type, span, source }];
  if (typeFact !== null) setup.machine.push({ list, span, source, opaque: null, error: '' });
}

/** What a `-device` of the user's own may be plugged into. */
function addControllers(setup: Setup, source: SourceText, domain: Element): void {
  const devices = domain.children.find(({ name }) => name === 'devices');
  for (const element of devices === undefined ? [] : childrenOf(devices, 'controller')) {
    const type = attributeText(element, 'type');
    const model = attributeText(element, 'model');
    const driver = type === 'sata' ? 'ahci' : (scsiDrivers[model] ?? 'lsi');
    if (type !== 'sata' && type !== 'scsi') continue;
    const { span } = element;
    const id = `${type}${attributeText(element, 'index') || '0'}`;
    const list = [
      { key: 'driver', value: driver, span, source },
      { key: 'id', value: id, span, source },
    ];
    setup.devices.push({ list, span, source, opaque: null, error: '' });
  }
}

const scsiDrivers: Readonly<Record<string, string | undefined>> = {
  'virtio-scsi': 'virtio-scsi-pci',
  'virtio-transitional': 'virtio-scsi-pci',
  'virtio-non-transitional': 'virtio-scsi-pci',
  lsisas1078: 'megasas',
  lsisas1068: 'mptsas1068',
  vmpvscsi: 'pvscsi',
};

/** `-set device.ALIAS.key=value` for a device that libvirt has made. */
function withoutSets(
  source: SourceText,
  words: readonly Word[],
  disks: readonly LibvirtDisk[],
): { readonly rest: readonly Word[]; readonly changes: readonly Change[] } {
  const rest: Word[] = [];
  const changes: Change[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    const value = words[index + 1];
    const match =
      word?.text === '-set' ? /^device\.([^.]+)\.([^=]+)=(.*)$/s.exec(value?.text ?? '') : null;
    if (match !== null && value !== undefined && disks.some(({ alias }) => alias === match[1])) {
      const span = { start: value.start, end: value.end };
      const option = { key: match[2] ?? '', value: match[3] ?? '', span, source };
      changes.push({ alias: match[1] ?? '', option });
      index += 1;
    } else if (word !== undefined) rest.push(word);
  }
  return { rest, changes };
}

/** `-global` reaches devices that libvirt has made, unless libvirt sets the property itself. */
function globalChanges({ globals }: Setup, disks: readonly LibvirtDisk[]): readonly Change[] {
  return globals.flatMap(({ driver, option }) =>
    disks
      .filter(({ disk }) => disk.device !== '' && driver.startsWith(disk.device))
      .filter(({ disk }) => option.key !== 'write-cache' || disk.writeback.origin.kind !== 'file')
      .map(({ alias }) => ({ alias, option })),
  );
}

function overrides(reading: Reading): readonly Change[] {
  const { source, prefix } = reading;
  return elements(reading, 'override').flatMap((override) =>
    childrenOf(override, `${prefix}device`).flatMap((device) => {
      const alias = attributeText(device, 'alias');
      return childrenOf(device, `${prefix}frontend`).flatMap((frontend) =>
        childrenOf(frontend, `${prefix}property`).map((property): Change => {
          const given = attribute(property, 'value');
          const span = given?.span ?? property.span;
          const removed = attributeText(property, 'type') === 'remove';
          const value = removed ? 'auto' : (given?.value ?? '');
          const key = attributeText(property, 'name');
          return { alias, option: { key, value, span, source } };
        }),
      );
    }),
  );
}

function changedDisk({ disk, alias }: LibvirtDisk, changes: readonly Change[]): LibvirtDisk {
  const own = changes.filter((change) => change.alias === alias);
  return { alias, disk: own.reduce((draft, { option }) => withProperty(draft, option), disk) };
}

/** A property of the device; what has nothing to do with the disk's data is left alone. */
function withProperty(disk: VmDisk, option: Option): VmDisk {
  const { key, value } = option;
  const at = positionOf(option);
  const yes = value === 'auto' ? true : truth(value);
  const flag = yes === null ? unresolved(value, at, [true, false]) : written(yes, at);
  if (key === 'write-cache') return { ...disk, writeback: flag };
  if (key === 'dpofua') return { ...disk, dpofua: flag };
  if (key === 'config-wce') return { ...disk, configWce: flag };
  if (key === 'share-rw') return { ...disk, shared: yes === true };
  if (key === 'werror' || key === 'rerror') return { ...disk, [key]: policy(value, at) };
  if (key !== 'drive') return disk;
  const message = `the disk is attached to another node, \`${value}\`: its settings are not known`;
  return { ...disk, notes: [...disk.notes, note('unreadable', message, at)] };
}

function policy(value: string, at: Position) {
  const known = errorPolicies.find((name) => name === value);
  return known === undefined || isTemplate(value)
    ? unresolved(value, at, errorPolicies)
    : written(known, at);
}
