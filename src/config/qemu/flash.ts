import type { Position, VmDisk } from '../../model/vm-disk.js';
import { written } from '../fact.js';
import { type Assembly, skip } from './assembly.js';
import { type Backend, readBackend } from './backend.js';
import type { DiskDevice } from './devices.js';
import { diskOf, type Front } from './disk.js';
import type { BlockNode } from './node.js';
import { option, positionOf, rawText } from './options.js';

/** `-machine pflash1=node`: firmware and its variables. */
export function addFlash(assembly: Assembly): void {
  const { setup, named, used } = assembly;
  for (const name of ['pflash0', 'pflash1']) {
    const found = setup.machine.map((options) => option(options, name)).findLast((each) => each);
    if (found === undefined) continue;
    const at = positionOf(found);
    const node = named.get(found.value);
    used.add(found.value);
    if (node === undefined) {
      skip(assembly, name, `its node \`${rawText(found)}\` is not defined here`, at);
      continue;
    }
    const backend = readBackend(node, named);
    if (backend.isReadOnly) {
      skip(assembly, name, 'read-only', at);
      continue;
    }
    assembly.disks.push(flashDisk({ id: name, at, node, backend }, assembly));
  }
}

interface Flash {
  readonly id: string;
  /** Where the machine names its node. */
  readonly at: Position;
  readonly node: BlockNode;
  readonly backend: Backend;
}

function flashDisk({ id, at, node, backend }: Flash, { around, globals }: Assembly): VmDisk {
  const { options } = node;
  const front: Front = { frontend: written('pflash', at), controller: '', notes: [] };
  const device: DiskDevice = {
    model: 'cfi.pflash01',
    kind: { role: 'disk', bus: null },
    options: { ...options, list: [], opaque: null },
    globals,
    controllers: [],
    at: positionOf(options),
  };
  return diskOf({ id, device, front, backend }, around);
}
