import { aioIds } from '../../model/configuration.js';
import type { NotationId } from '../../model/notation.js';
import type { ConfigNote, VmDefinition, VmDisk, VmFrontend } from '../../model/vm-disk.js';
import { positionOf, type View } from '../document/view.js';
import { namedModes } from '../draft.js';
import { unresolved } from '../fact.js';
import type { ReadContext } from '../reader.js';
import { withToolDefaults } from '../tool-defaults.js';
import { writtenIn } from '../written-in.js';
import type { Setting } from './settings.js';
import { proxmoxVm } from './vm.js';

export interface ProxmoxDraft {
  readonly name: string;
  /** The machine as a whole. */
  readonly body: View;
  readonly settings: readonly Setting[];
  /** Whose defaults they are that stand at the heads. */
  readonly tool: string;
  readonly notation: NotationId;
  readonly heads: readonly View[];
  readonly notes: readonly ConfigNote[];
  /** By drive, what it may have from the template that it is copied from. */
  readonly open?: ReadonlyMap<string, readonly string[]>;
}

/** What Proxmox VE makes of the settings that another program sends it. */
export function proxmoxMachine(
  { name, body, settings, tool, notation, heads, notes, open }: ProxmoxDraft,
  context: ReadContext,
): VmDefinition {
  const at = positionOf(body);
  const entries = new Map(settings.map((setting) => [setting.key, setting]));
  const found = proxmoxVm(
    body.source,
    { isFile: false, isWhole: true, vm: '', at, entries, pending: [], notes: [] },
    context,
  );
  const places = [body, ...heads].map(positionOf);
  const disks = found.disks.map((disk) => {
    const opened = (open?.get(disk.id) ?? []).reduce(opening, disk);
    const whole = open === undefined ? opened : withOpenFrontend(opened);
    return named(writtenIn(withToolDefaults(whole, tool, places), 'proxmox', notation));
  });
  return { ...found, name, disks, notes: [...found.notes, ...notes] };
}

/** A disk that is still to be made is on a storage; it has no name yet. */
function named(disk: VmDisk): VmDisk {
  const { source } = disk;
  return { ...disk, source: { ...source, name: source.name.replace(/:1$/, '') } };
}

const template = 'what its template has';

function opening(disk: VmDisk, key: string): VmDisk {
  const { at } = disk;
  if (key === 'aio') return { ...disk, aio: unresolved(template, at, aioIds) };
  if (key === 'discard') {
    const discard = unresolved<'ignore' | 'unmap'>(template, at, ['ignore', 'unmap']);
    return { ...disk, discard, detectZeroes: unresolved(template, at) };
  }
  const either = unresolved<boolean>(template, at, [true, false]);
  return { ...disk, writeback: either, direct: either, noFlush: either, caches: namedModes };
}

/** The SCSI controller belongs to the template. */
function withOpenFrontend(disk: VmDisk): VmDisk {
  if (!disk.device.startsWith('scsi')) return disk;
  const values: VmFrontend[] = ['virtio-scsi', 'scsi', 'megasas', 'other'];
  return { ...disk, controller: '', frontend: unresolved(template, disk.at, values) };
}
