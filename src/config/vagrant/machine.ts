import type { ConfigNote, VmDefinition } from '../../model/vm-disk.js';
import type { DocNode } from '../document/node.js';
import { note, openNote } from '../draft.js';
import { readDomain } from '../libvirt/domain.js';
import { element, given, own, withText } from '../libvirt/synthetic.js';
import type { ReadContext } from '../reader.js';
import { positionAt, type SourceText, type Span } from '../text.js';
import { withToolDefaults } from '../tool-defaults.js';
import { writtenIn } from '../written-in.js';
import type { Element } from '../xml/element.js';
import { boxDisk, reserve, storageDisk, type Targets } from './disk.js';
import type { Hidden, Scope, Setting, VagrantProgram } from './program.js';
import { or, type Provider, setting, text } from './provider.js';
import { changesOthers, commandLine } from './qemu-arguments.js';

const tool = 'vagrant-libvirt';

/** A machine of vagrant-libvirt a94ce0d, lib/vagrant-libvirt/config.rb, templates/domain.xml.erb. */
export function readVagrantMachine(
  source: SourceText,
  machine: Scope | null,
  { global, hidden }: Pick<VagrantProgram, 'global' | 'hidden'>,
  context: ReadContext,
): VmDefinition {
  const span = machine?.span ?? firstSpan(global);
  const provider: Provider = {
    source,
    span,
    settings: [...global.settings, ...(machine?.settings ?? [])],
    hasBox: global.box || machine?.box === true,
  };
  const found = readDomain(source, domainOf(provider), context);
  const places = headsOf(provider).map((each) => positionAt(source, each));
  const name = machine?.name ?? null;
  return {
    ...found,
    name: nameOf(source, name, span),
    disks: found.disks.map((disk) =>
      writtenIn(withToolDefaults(disk, tool, places), 'libvirt', 'vagrant'),
    ),
    notes: [
      ...found.notes,
      ...hidden.map((each) => hiddenNote(source, each)),
      ...provider.settings.flatMap((setting) => settingNotes(source, setting)),
      ...repeatNotes(source, machine),
    ],
  };
}

function firstSpan({ settings, span }: Scope): Span {
  return settings[0]?.span ?? span;
}

function headsOf({ span, settings }: Provider): readonly Span[] {
  return [
    span,
    ...settings.filter(({ name }) => /^(storage|disk_driver)$/.test(name)).map((each) => each.span),
  ];
}

/** Where nobody knows it, the words that stand for it. */
function nameOf(source: SourceText, name: DocNode | null, span: Span): string {
  if (name === null) return 'default';
  return name.kind === 'scalar' ? name.text : source.text.slice(span.start, span.end);
}

function domainOf(provider: Provider): Element {
  const { span, settings } = provider;
  const device =
    text(provider, 'disk_device') || (text(provider, 'disk_bus') === 'scsi' ? 'sda' : 'vda');
  const targets: Targets = { prefix: device.slice(0, 2), taken: new Set() };
  const box = provider.hasBox ? boxDisk(provider, device, targets) : null;
  const calls = settings.filter(({ name }) => name === 'storage');
  reserve(provider.source, calls, targets);
  const disks = calls.map((each) => storageDisk(provider.source, each, targets));
  const children = [controllerOf(provider, box), box, ...disks];
  const namespace = own('http://libvirt.org/schemas/domain/qemu/1.0', span);
  return element('domain', span, { type: or(provider, 'driver', 'kvm'), 'xmlns:qemu': namespace }, [
    osElement(provider),
    element('devices', span, {}, children),
    commandLine(provider),
  ]);
}

function osElement(provider: Provider): Element {
  const { span } = provider;
  const get = (name: string) => given(setting(provider, name));
  const loader = get('loader');
  const nvram = get('nvram');
  const kind = own(nvram === null ? 'rom' : 'pflash', span);
  const readonly = own('yes', span);
  return element('os', span, {}, [
    element('type', span, { arch: get('machine_arch'), machine: get('machine_type') }),
    loader === null
      ? null
      : withText(element('loader', loader.span, { readonly, type: kind }), loader),
    nvram === null ? null : withText(element('nvram', nvram.span), nvram),
  ]);
}

/** Only the box's own disk on SCSI brings a controller with it. */
function controllerOf(provider: Provider, box: Element | null): Element | null {
  const target = box?.children.find(({ name }) => name === 'target');
  if (target?.attributes.get('bus')?.value !== 'scsi') return null;
  const { span } = provider;
  return element('controller', span, {
    type: own('scsi', span),
    index: own('0', span),
    model: or(provider, 'disk_controller_model', 'virtio-scsi'),
  });
}

function hiddenNote(source: SourceText, { words, span }: Hidden): ConfigNote {
  const message = `\`${words}\` may set anything: it is not followed`;
  return openNote('unreadable', message, positionAt(source, span));
}

/** What is set by other means than by name, and the lists behind `storage`, `disk_driver` and `qemuargs`. */
const opaque =
  /^(send|public_send|__send__|instance_eval|instance_exec|instance_variable_set|tap|disks|disk_driver_opts|qemu_args)$/;

function settingNotes(source: SourceText, found: Setting): readonly ConfigNote[] {
  const { name, condition, span } = found;
  const where = positionAt(source, span);
  if (opaque.test(name)) {
    return [openNote('unreadable', `\`${name}\` may set anything: it is not followed`, where)];
  }
  const isOfDisks = /^(storage|disk_driver|qemuargs)$/.test(name);
  if (condition === '' || !isOfDisks) return [];
  const message = `\`${condition}\` decides whether there is this ${name}, or how many`;
  return [(changesOthers(found) ? openNote : note)('unreadable', message, where)];
}

function repeatNotes(source: SourceText, machine: Scope | null): readonly ConfigNote[] {
  if (machine === null || machine.condition === '') return [];
  const message = `\`${machine.condition}\` decides whether there is this machine, or how many`;
  return [note('unreadable', message, positionAt(source, machine.span))];
}
