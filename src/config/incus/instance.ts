import type { ConfigNote, SkippedDrive, VmDefinition, VmDisk } from '../../model/vm-disk.js';
import { filledNotes } from '../document/filled.js';
import { at, isThere, items, members, positionOf, textOf, type View } from '../document/view.js';
import { wordOfView } from '../document/words.js';
import { finishDisk, note, openNote } from '../draft.js';
import { guestNamed } from '../guest-names.js';
import { limits } from '../limits.js';
import { collect } from '../qemu/collect.js';
import { newSetup } from '../qemu/setup.js';
import { vmOf } from '../qemu/vm.js';
import type { ReadContext } from '../reader.js';
import { readCommands } from '../shell/commands.js';
import { noVariables } from '../shell/reading.js';
import { readDisk } from './disk.js';
import type { Pools } from './pool.js';

/** What stands beside the instances of an input. */
export interface Neighbours {
  /** Devices of profiles by the profile's name. */
  readonly profiles: ReadonlyMap<string, View>;
  readonly pools: Pools;
}

/** An instance, or a profile by itself. */
export function readInstance(
  instance: View,
  { profiles, pools }: Neighbours,
  context: ReadContext,
): VmDefinition {
  const where = positionOf(instance);
  const isEphemeral = textOf(at(instance, 'ephemeral')) === 'true';
  const around = {
    pools,
    qemuVersion: context.qemuVersion,
    disposable: isEphemeral ? 'ephemeral: the instance is deleted when it stops' : '',
  };
  const { devices, notes } = devicesOf(instance, profiles);
  const disks: VmDisk[] = [];
  const skipped: SkippedDrive[] = [];
  for (const [id, device] of devices) {
    if (textOf(at(device, 'type')) !== 'disk') continue;
    const found = readDisk(id, device, around);
    if ('skipped' in found) skipped.push(found.skipped);
    else disks.push(finishDisk(found.disk));
  }
  const raw = rawArguments(instance, context);
  const system = at(configOf(instance), 'image.os');
  const guest = guestNamed(textOf(system), positionOf(system));
  return {
    ...(guest === undefined ? {} : { guest }),
    name: textOf(at(instance, 'name')),
    at: where,
    machineType: null,
    disks: [...disks, ...raw.disks],
    skipped: [...skipped, ...raw.skipped],
    notes: [
      ...notes,
      ...filledNotes(filledIn(instance, devices)),
      ...rawNotes(instance),
      ...raw.notes,
    ],
  };
}

/** What may have disks, or be one, where a template says it. */
function filledIn(instance: View, devices: Devices['devices']): readonly View[] {
  const all = devices.flatMap(([, device]) => [device, at(device, 'type')]);
  return [at(instance, 'devices'), at(instance, 'profiles'), ...all];
}

interface Devices {
  readonly devices: readonly (readonly [string, View])[];
  readonly notes: readonly ConfigNote[];
}

/** A device of the instance replaces the profile's of that name, as a whole. */
function devicesOf(instance: View, profiles: ReadonlyMap<string, View>): Devices {
  const expanded = members(at(instance, 'expanded_devices'));
  if (expanded.length > 0) return { devices: expanded.slice(0, limits.disks), notes: [] };
  const devices = new Map<string, View>();
  const notes: ConfigNote[] = [];
  for (const profile of items(at(instance, 'profiles'))) {
    const found = profiles.get(textOf(profile));
    if (found === undefined) {
      const message = `the profile \`${textOf(profile)}\` is not in the input: its disks are not known`;
      notes.push(note('unreadable', message, positionOf(profile)));
    } else for (const [key, device] of members(found)) devices.set(key, device);
  }
  for (const [key, device] of members(at(instance, 'devices'))) devices.set(key, device);
  return { devices: [...devices].slice(0, limits.disks), notes };
}

type Raw = Pick<VmDefinition, 'disks' | 'skipped' | 'notes'>;

function configOf(instance: View): View {
  const expanded = at(instance, 'expanded_config');
  return isThere(expanded) ? expanded : at(instance, 'config');
}

/** `raw.qemu` is put behind QEMU's command line. */
function rawArguments(instance: View, context: ReadContext): Raw {
  const raw = at(configOf(instance), 'raw.qemu');
  if (!isThere(raw)) return { disks: [], skipped: [], notes: [] };
  const word = wordOfView(raw);
  const dialect = { operators: false, specifiers: false, variables: noVariables };
  const { start, end } = word;
  const isPlain = raw.source.text.slice(start, end) === word.text;
  const { commands, error } = isPlain
    ? readCommands(raw.source.text, dialect, start, end)
    : readCommands(word.text, dialect);
  const words = commands.flatMap((command) =>
    command.words.map((each) => (isPlain ? each : { text: each.text, pieces: [], start, end })),
  );
  const setup = newSetup('qemu-system-x86_64', positionOf(raw));
  collect(setup, raw.source, words, context);
  if (error !== null) {
    const message = `raw.qemu is read up to a mistake: ${error.message}`;
    setup.notes.push(openNote('unreadable', message, positionOf(raw)));
  }
  return vmOf(setup, context.qemuVersion);
}

/** Other ways to change the machine behind Incus' back. */
function rawNotes(instance: View): readonly ConfigNote[] {
  return members(configOf(instance))
    .filter(([key]) => /^raw\.qemu\.(conf|scriptlet|qmp\..*)$/.test(key))
    .map(([key, view]) => {
      const message = `${key} rewrites the machine: what it makes of its disks is not known`;
      return openNote('passthrough', message, positionOf(view));
    });
}
