import { lacksProperty } from '../../catalogue/devices/block-properties.js';
import type { ConfigNote, VmDefinition, VmDisk } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import {
  type AliasedDisk,
  type Change,
  changedDisks,
  globalChanges,
  withoutSets,
} from '../passthrough.js';
import { collect } from '../qemu/collect.js';
import { positionOf } from '../qemu/options.js';
import { newSetup, type Setup } from '../qemu/setup.js';
import { isBefore } from '../qemu/version.js';
import { vmOf } from '../qemu/vm.js';
import type { ReadContext } from '../reader.js';
import type { Word } from '../shell/word.js';
import { positionAt, type SourceText } from '../text.js';
import { attribute, attributeText, childrenOf, type Element, wordOf } from '../xml/element.js';
import type { DomainMachine } from './machine.js';

const namespace = 'http://libvirt.org/schemas/domain/qemu/1.0';

export interface Passthrough {
  readonly disks: readonly AliasedDisk[];
  /** What the command line adds of its own. */
  readonly added: Pick<VmDefinition, 'disks' | 'skipped'>;
  readonly notes: readonly ConfigNote[];
}

interface DomainReading {
  readonly source: SourceText;
  readonly domain: Element;
  readonly machine: DomainMachine;
}

interface Reading extends DomainReading {
  /** Of QEMU's namespace where the domain declares it; '' stands for the default namespace. */
  readonly prefixes: readonly string[];
}

/** `qemu:commandline` and `qemu:override`, applied to the disks that libvirt makes. */
export function applyPassthrough(
  ofDomain: DomainReading,
  disks: readonly AliasedDisk[],
  context: ReadContext,
): Passthrough {
  const reading = { ...ofDomain, prefixes: declaredBy(ofDomain.domain) };
  const notes: ConfigNote[] = [...strays(reading)];
  const { setup, changes } = commandLine(reading, disks, context);
  const { heard, unheard } = overridesOf(reading, disks);
  const globals = globalChanges(setup, disks, hasCacheMode);
  // libvirt sets on the device what its definition says, and there a -global has no word against it.
  const yielding = globals.map((change) => ({ ...change, yields: true as const }));
  const all = [...changes, ...yielding, ...heard];
  const changed = changedDisks(disks, all);
  const { disks: own, skipped, notes: found } = vmOf(setup, context.qemuVersion);
  notes.push(...unheard, ...unheardSets(changes, context.qemuVersion), ...found);
  return { disks: changed, added: { disks: own, skipped }, notes };
}

/**
 * libvirt writes `-device` as JSON since 8.1 (commit 1a691fe1c8), for a QEMU from 6.2 on, and QEMU looks for
 * what `-set` changes among the options that are none (system/vl.c, qemu_set_option). Before 7.0 it may be
 * libvirt 8.0 or older that runs it.
 */
function unheardSets(changes: readonly Change[], qemuVersion: string): readonly ConfigNote[] {
  const [first] = changes;
  if (first === undefined || isBefore(qemuVersion, 7, 0)) return [];
  const { alias, option } = first;
  const message = `-set finds no device \`${alias}\`: libvirt 8.1 and later gives it as JSON, and QEMU does not start`;
  return [note('refused-by-qemu', message, positionOf(option))];
}

/** libvirt gives the device a `write-cache` where the disk has a cache mode. */
const hasCacheMode = ({ writeback }: VmDisk) => writeback.origin.kind === 'file';

function declaredBy({ attributes }: Element): readonly string[] {
  const found: string[] = [];
  for (const [name, { value }] of attributes) {
    if (value !== namespace) continue;
    if (name === 'xmlns') found.push('');
    else if (name.startsWith('xmlns:')) found.push(name.slice(6));
  }
  return found;
}

/** Elements of QEMU's namespace; a prefix may be declared on the element itself or on one around it. */
function within(
  parent: Element,
  name: string,
  prefixes: readonly string[],
): readonly (Element & { readonly prefixes: readonly string[] })[] {
  return parent.children.flatMap((element) => {
    const [local = '', prefix = ''] = element.name.split(':').reverse();
    const known = [...declaredBy(element), ...prefixes];
    return local === name && known.includes(prefix) ? [{ ...element, prefixes: known }] : [];
  });
}

/** Copies without the namespace, which libvirt drops without a word. */
function strays({ source, domain, prefixes }: Reading): readonly ConfigNote[] {
  const taken = new Set(
    ['commandline', 'override'].flatMap((name) =>
      within(domain, name, prefixes).map(({ span }) => span),
    ),
  );
  return domain.children
    .filter(({ name, span }) => /^(\w+:)?(commandline|override)$/.test(name) && !taken.has(span))
    .map(({ name, span }) => {
      const message = `<${name}> is not in QEMU's namespace: libvirt drops it without a word`;
      return note('no-effect', message, positionAt(source, span));
    });
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
  const { source, prefixes, machine, domain } = reading;
  const arch = machine.arch === '' ? 'x86_64' : machine.arch;
  const setup = newSetup(`qemu-system-${arch}`, positionAt(source, domain.span));
  const words: Word[] = [];
  for (const list of within(domain, 'commandline', prefixes)) {
    for (const element of within(list, 'arg', list.prefixes)) {
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

function addMachine(setup: Setup, source: SourceText, { type, typeFact }: DomainMachine): void {
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

interface Override extends Change {
  readonly isRemoved: boolean;
}

interface Overrides {
  readonly heard: readonly Change[];
  readonly unheard: readonly ConfigNote[];
}

/** An SD card is a `-drive` alone: libvirt src/qemu/qemu_block.c, qemuDiskBusIsSD. */
function overridesOf(reading: Reading, disks: readonly AliasedDisk[]): Overrides {
  const devices = new Map(disks.map(({ alias, disk }) => [alias, disk.device]));
  const isOfCard = ({ alias }: Change) => devices.get(alias) === 'sd-card';
  const all = overrides(reading);
  const heard = all
    .filter((each) => !isOfCard(each))
    // What is not there is removed without a word.
    .filter(
      ({ alias, option, isRemoved }) =>
        !isRemoved || !lacksProperty(devices.get(alias) ?? '', option.key),
    );
  const unheard = all.filter(isOfCard).map(({ alias, option }) => {
    const message = `libvirt gives \`${alias}\` no device of its own: what is set on it is dropped`;
    return note('no-effect', message, positionOf(option));
  });
  return { heard, unheard };
}

function overrides(reading: Reading): readonly Override[] {
  const { source, prefixes, domain } = reading;
  return within(domain, 'override', prefixes).flatMap((override) =>
    within(override, 'device', override.prefixes).flatMap((device) => {
      const alias = attributeText(device, 'alias');
      return within(device, 'frontend', device.prefixes).flatMap((frontend) =>
        within(frontend, 'property', frontend.prefixes).map((property): Override => {
          const given = attribute(property, 'value');
          const span = given?.span ?? property.span;
          const isRemoved = attributeText(property, 'type') === 'remove';
          const value = isRemoved ? 'auto' : (given?.value ?? '');
          const key = attributeText(property, 'name');
          return { alias, option: { key, value, span, source }, isRemoved };
        }),
      );
    }),
  );
}
