import { orMeant } from '../../model/nearest-word.js';
import type { ConfigNote, VmDefinition, VmDisk } from '../../model/vm-disk.js';
import { isGiven, isTrue } from '../document/blocks.js';
import { at, givenText, items, positionOf, textOf, type View } from '../document/view.js';
import { wordOfView } from '../document/words.js';
import { modeNames, note } from '../draft.js';
import { isKnown } from '../fact.js';
import { addGroup, collect } from '../qemu/collect.js';
import type { Option, Options } from '../qemu/options.js';
import { newSetup, type Setup } from '../qemu/setup.js';
import { vmOf } from '../qemu/vm.js';
import type { ReadContext } from '../reader.js';
import type { Span } from '../text.js';
import { withToolDefaults } from '../tool-defaults.js';
import { writtenIn } from '../written-in.js';
import type { Builder } from './builds.js';
import { type UserArguments, userArguments } from './qemu-arguments.js';

const tool = "Packer's QEMU builder";

/** What nobody misses: the artefact is copied elsewhere, and a build that fails is started anew. */
export const builderDisk = 'an image builder: what is lost is built again';

/** The machine that builds an image. packer-plugin-qemu 94d9fee, builder/qemu/step_run.go, config.go. */
export function readQemuBuilder({ name, body }: Builder, context: ReadContext): VmDefinition {
  const binary = givenText(at(body, 'qemu_binary'));
  const program = binary === null ? 'qemu-system-x86_64' : binary.known ? binary.value : '';
  const setup = newSetup(program, positionOf(body));
  const user = userArguments(body);
  if (!user.replaced.has('-machine')) addMachine(setup, body);
  if (!user.replaced.has('-drive'))
    for (const drive of drives(body)) addGroup(setup, 'drive', drive);
  if (!user.replaced.has('-device'))
    for (const each of devices(body)) addGroup(setup, 'device', each);
  collect(setup, body.source, user.words, context);
  const found = vmOf(setup, context.qemuVersion);
  const places = [positionOf(body)];
  const label = givenText(at(body, 'vm_name'));
  return {
    ...found,
    name: label?.known === true ? label.value : name,
    disks: found.disks.map((disk) => ({
      ...withToolDefaults(user.replaced.has('-drive') ? disk : ownDrive(disk), tool, places),
      disposable: disk.disposable || builderDisk,
    })),
    notes: [...found.notes, ...user.notes, ...deadText(body, user), ...refusals(body)],
  };
}

/** Nothing is said of how the variables of the firmware are cached. */
function ownDrive(disk: VmDisk): VmDisk {
  const isFlash = isKnown(disk.frontend, 'pflash');
  return writtenIn(disk, 'qemu-drive', isFlash ? 'no-settings' : 'packer-qemu');
}

function addMachine(setup: Setup, body: View): void {
  addGroup(setup, 'machine', group(body, [option(body, 'type', 'machine_type', 'pc')]));
}

function group({ source, span }: View, list: readonly Option[]): Options {
  return { list, span, source, opaque: null, error: '' };
}

/** A setting of the builder as an option of QEMU; where it is missing, Packer's own value. */
function option(body: View, key: string, setting: string, fallback: string): Option {
  const view = at(body, setting);
  const { source } = body;
  if (!isGiven(view)) return fixed(body.span, body, key, fallback);
  const word = wordOfView(view);
  return { key, value: word.text, span: { start: word.start, end: word.end }, source };
}

function fixed(span: Span, { source }: View, key: string, value: string): Option {
  return { key, value, span, source };
}

/** The image that is built, and a disk for each additional size. */
function drives(body: View): readonly Options[] {
  const iface = option(body, 'if', 'disk_interface', 'virtio');
  const isScsi = iface.value === 'virtio-scsi';
  const label = option(body, 'file', 'vm_name', 'the image that is built');
  const disks = diskCount(body).map((index) => {
    const file = { ...label, value: index === 0 ? label.value : `${label.value}-${index}` };
    return group(body, [
      file,
      ...(isScsi
        ? [fixed(iface.span, body, 'if', 'none'), fixed(iface.span, body, 'id', `drive${index}`)]
        : [iface]),
      option(body, 'cache', 'disk_cache', 'writeback'),
      option(body, 'discard', 'disk_discard', 'ignore'),
      option(body, 'format', 'format', 'qcow2'),
      ...(isGiven(at(body, 'disk_detect_zeroes'))
        ? [option(body, 'detect-zeroes', 'disk_detect_zeroes', 'off')]
        : []),
    ]);
  });
  return [...disks, ...efiDrives(body)];
}

function diskCount(body: View): readonly number[] {
  return [0, ...items(at(body, 'disk_additional_size')).map((_, index) => index + 1)];
}

/** The variables are a copy that the builder keeps beside its image. */
function efiDrives(body: View): readonly Options[] {
  const code = at(body, 'efi_firmware_code');
  const vars = at(body, 'efi_firmware_vars');
  const hasEfi = isTrue(at(body, 'efi_boot')) || isGiven(code) || isGiven(vars);
  if (!hasEfi) return [];
  const { span } = isGiven(vars) ? vars : body;
  const file = option(body, 'file', 'efi_firmware_vars', 'efivars.fd');
  const list = [
    file,
    fixed(span, body, 'if', 'pflash'),
    fixed(span, body, 'unit', '1'),
    fixed(span, body, 'format', 'raw'),
  ];
  return [{ ...group(body, list), span }];
}

function devices(body: View): readonly Options[] {
  const iface = at(body, 'disk_interface');
  if (textOf(iface) !== 'virtio-scsi') return [];
  const { span } = iface;
  const one = (...pairs: readonly (readonly [string, string])[]): Options => ({
    ...group(
      body,
      pairs.map(([key, value]) => fixed(span, body, key, value)),
    ),
    span,
  });
  return [
    one(['driver', 'virtio-scsi-pci'], ['id', 'scsi0']),
    ...diskCount(body).map((index) =>
      one(['driver', 'scsi-hd'], ['bus', 'scsi0.0'], ['drive', `drive${index}`]),
    ),
  ];
}

const diskSettings = ['disk_interface', 'disk_cache', 'disk_discard', 'disk_detect_zeroes'];

/** Any -drive of the user's replaces all of Packer's, and their settings are words without effect. */
function deadText(body: View, { replaced }: UserArguments): readonly ConfigNote[] {
  if (!replaced.has('-drive')) return [];
  return diskSettings
    .map((key) => [key, at(body, key)] as const)
    .filter(([, view]) => isGiven(view))
    .map(([key, view]) => {
      const message = `${key} has no effect: qemuargs has a -drive of its own, which replaces all`;
      return note('no-effect', message, positionOf(view));
    });
}

/** `sata` is taken by Packer, and is no interface of QEMU's. */
function refusals(body: View): readonly ConfigNote[] {
  const cache = at(body, 'disk_cache');
  const fact = givenText(cache);
  if (fact?.known !== true || ['', ...modeNames].includes(fact.value)) return [];
  const message = `Packer knows no disk_cache \`${fact.value}\`${orMeant(fact.value, modeNames)}`;
  return [note('refused-by-qemu', message, positionOf(cache))];
}
