import type { ConfigNote, VmDefinition } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import {
  type AliasedDisk,
  type Change,
  changedDisks,
  globalChanges,
  withoutSets,
} from '../passthrough.js';
import { collect, newSetup, type Setup } from '../qemu/collect.js';
import { vmOf } from '../qemu/vm.js';
import type { ReadContext } from '../reader.js';
import type { Word } from '../shell/word.js';
import { positionAt, type SourceText } from '../text.js';
import { attribute, attributeText, childrenOf, type Element, wordOf } from '../xml/element.js';
import type { Machine } from './machine.js';

const namespace = 'http://libvirt.org/schemas/domain/qemu/1.0';

export interface Passthrough {
  readonly disks: readonly AliasedDisk[];
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
  disks: readonly AliasedDisk[],
  context: ReadContext,
): Passthrough {
  const prefix = prefixOf(domain);
  const notes: ConfigNote[] = [...strays(source, domain, prefix)];
  const reading = { source, prefix, domain, machine };
  const { setup, changes } = commandLine(reading, disks, context);
  const all = [...changes, ...globalChanges(setup, disks), ...overrides(reading)];
  const changed = changedDisks(disks, all);
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
  disks: readonly AliasedDisk[],
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
