import type { Fact, VmDisk, VmFrontend } from '../../model/vm-disk.js';
import { unresolved } from '../fact.js';
import { isUnknown } from '../shell/word.js';
import { type Assembly, skip } from './assembly.js';
import { type Backend, readBackend } from './backend.js';
import { type DiskDevice, noGlobals } from './devices.js';
import { diskOf } from './disk.js';
import { type BlockNode, referencesOf } from './node.js';
import { option, positionOf, valueIn } from './options.js';

/** Drives and nodes that nothing uses: there to be plugged in later, or by what cannot be read here. */
export function addLeftOver(assembly: Assembly): void {
  const { drives, used, setup, named } = assembly;
  const why = whoElse(assembly);
  for (const { names, id, node, iface, isCdrom } of drives) {
    if (!iface.known || iface.value !== 'none') continue;
    if (names.some((name) => used.has(name))) continue;
    addUnused(assembly, { id, node, isCdrom, why });
  }
  const referred = new Set([...named.values()].flatMap(referencesOf));
  for (const options of setup.blockdevs) {
    const name = valueIn(options, 'node-name') ?? '';
    if (name === '' || used.has(name) || referred.has(name)) continue;
    const node = { options, prefix: '', isDrive: false, parent: null };
    addUnused(assembly, { id: name, node, isCdrom: false, why });
  }
}

interface Unused {
  readonly id: string;
  readonly node: BlockNode;
  readonly isCdrom: boolean;
  /** What may use it all the same; '' where nothing does. */
  readonly why: string;
}

function addUnused(assembly: Assembly, { id, node, isCdrom, why }: Unused): void {
  const at = positionOf(node.options);
  const backend = readBackend(node, assembly.named);
  const reason = reasonToSkip(backend, isCdrom);
  if (why === '' || reason !== '') skip(assembly, id, reason || 'no device uses it', at);
  else assembly.disks.push(hiddenDisk({ id, node, why, backend }, assembly));
}

function reasonToSkip({ isReadOnly, isEmpty }: Backend, isCdrom: boolean): string {
  if (isCdrom) return 'a CD-ROM';
  if (isReadOnly) return 'read-only';
  return isEmpty ? 'nothing is inserted' : '';
}

/** What may hold the device that uses a drive; '' where every device is known. */
function whoElse({ setup }: Assembly): string {
  if (setup.notes.some(({ ofAllDisks }) => ofAllDisks === true)) {
    return 'options that cannot be read';
  }
  const isHidden = setup.devices.some((options) => {
    const drive = option(options, 'drive');
    const model = valueIn(options, 'driver') ?? '';
    if (options.opaque !== null || (drive !== undefined && isUnknown(drive.value))) return true;
    return drive === undefined && isUnknown(model);
  });
  return isHidden ? 'a device that is not known' : '';
}

function hiddenDisk(
  { id, node, why, backend }: Pick<Unused, 'id' | 'node' | 'why'> & { readonly backend: Backend },
  { around }: Assembly,
): VmDisk {
  const { options } = node;
  const at = positionOf(options);
  const frontend: Fact<VmFrontend> = unresolved(`${why} may use it`, at);
  const device: DiskDevice = {
    model: '',
    kind: { role: 'disk', bus: null },
    options: { ...options, list: [], opaque: null },
    globals: noGlobals,
    controllers: [],
    at,
  };
  const writeback: Fact<boolean> = unresolved(`${why} may use it`, at, [true, false]);
  const front = { frontend, controller: '', notes: [] };
  const disk = diskOf({ id, device, front, backend }, around);
  const caches = disk.caches.flatMap((each) =>
    [true, false].map((isOn) => ({ ...each, writeback: isOn })),
  );
  return backend.writeback.known && backend.writeback.value ? { ...disk, writeback, caches } : disk;
}
