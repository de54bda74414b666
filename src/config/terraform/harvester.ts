import type { VmDefinition } from '../../model/vm-disk.js';
import { blocks, hiddenBlocks, isGiven, isTrue } from '../document/blocks.js';
import { type DocNode, list, map, scalar } from '../document/node.js';
import { at, isThere, positionOf, textOf, type View, viewOf } from '../document/view.js';
import type { Claim } from '../kubevirt/claims.js';
import { readMachine } from '../kubevirt/machine.js';
import { templateOf } from '../libvirt/synthetic.js';
import type { ReadContext } from '../reader.js';
import type { Span } from '../text.js';
import { withToolDefaults } from '../tool-defaults.js';
import { writtenIn } from '../written-in.js';
import { nameOf, type Resource } from './resource.js';

const tool = 'the provider harvester/harvester';

/**
 * harvester_virtualmachine, as the machine of KubeVirt that the provider makes. harvester
 * 2026-07-23, internal/provider/virtualmachine/resource_virtualmachine_constructor.go.
 */
export function readHarvesterVm(resource: Resource, { qemuVersion }: ReadContext): VmDefinition {
  const { body } = resource;
  const disks = blocks(body, 'disk');
  const machine = machineNode(body, disks);
  const claims = disks.flatMap(claimOf);
  const found = readMachine(
    viewOf(body.source, machine),
    { preferences: new Map(), claims },
    qemuVersion,
  );
  const places = [body, ...disks].map(positionOf);
  return {
    ...found,
    name: nameOf(resource),
    disks: found.disks.map((disk) =>
      writtenIn(withToolDefaults(disk, tool, places), 'kubevirt', 'harvester'),
    ),
    notes: [...found.notes, ...hiddenBlocks(body, 'disk', 'disks')],
  };
}

function machineNode(body: View, disks: readonly View[]): DocNode {
  const { span } = body;
  const clouds = blocks(body, 'cloudinit');
  const type = copied(at(body, 'machine_type'));
  const domain = object(span, {
    machine: object(span, { type }),
    devices: object(span, {
      disks: list([...disks.map(diskNode), ...clouds.map(cloudDisk)], span),
    }),
  });
  const volumes = list([...disks.flatMap(volumeNode), ...clouds.map(cloudVolume)], span);
  return object(span, {
    kind: scalar('VirtualMachineInstance', span),
    spec: object(span, {
      domain,
      volumes,
      // It runs on amd64 unless the cluster is of arm64; the bus is always said.
      architecture: scalar('amd64', span),
    }),
  });
}

function object(span: Span, entries: Readonly<Record<string, DocNode | null>>): DocNode {
  const found = Object.entries(entries).flatMap(([key, value]) =>
    value === null ? [] : [{ key, value }],
  );
  return map(found, span);
}

/** What nobody knows is written as a template would write it. */
function copied(view: View): DocNode | null {
  if (!isGiven(view) || view.node === null) return null;
  return view.node.kind === 'unknown' ? scalar(templateOf(view.node.text), view.span) : view.node;
}

function diskName(disk: View): DocNode {
  return copied(at(disk, 'name')) ?? scalar('disk', disk.span);
}

function diskNode(disk: View): DocNode {
  const { span } = disk;
  const isCdrom = textOf(at(disk, 'type')) === 'cd-rom';
  const fallback = isCdrom ? 'sata' : isTrue(at(disk, 'hot_plug')) ? 'scsi' : 'virtio';
  const bus = copied(at(disk, 'bus')) ?? scalar(fallback, span);
  return object(span, {
    name: diskName(disk),
    cache: copied(at(disk, 'cache_mode')),
    [isCdrom ? 'cdrom' : 'disk']: object(span, { bus }),
  });
}

function claimNameOf(disk: View): View | undefined {
  return ['existing_volume_name', 'volume_name', 'image', 'name']
    .map((key) => at(disk, key))
    .find((view) => isThere(view) && isGiven(view));
}

/** The provider asks for a block device where nothing else is said; a volume that is there has its own mode. */
function claimOf(disk: View): readonly Claim[] {
  const name = claimNameOf(disk);
  if (name === undefined || isGiven(at(disk, 'existing_volume_name'))) return [];
  const given = at(disk, 'volume_mode');
  const mode = isGiven(given) ? given : viewOf(disk.source, scalar('Block', disk.span));
  return [{ name: textOf(viewOf(disk.source, copied(name))), namespace: '', mode }];
}

function volumeNode(disk: View): readonly DocNode[] {
  const { span } = disk;
  const container = at(disk, 'container_image_name');
  if (isGiven(container)) {
    const image = copied(container);
    return [object(span, { name: diskName(disk), containerDisk: object(span, { image }) })];
  }
  const claim = claimNameOf(disk);
  const claimName = claim === undefined ? null : copied(claim);
  const persistentVolumeClaim = object(claim?.span ?? span, { claimName });
  return [object(span, { name: diskName(disk), persistentVolumeClaim })];
}

const cloudName = 'cloudinitdisk';

function cloudDisk(cloud: View): DocNode {
  const { span } = cloud;
  const isDrive = textOf(at(cloud, 'type')) === 'configDrive';
  const bus = scalar(isDrive ? 'sata' : 'virtio', span);
  return object(span, {
    name: scalar(cloudName, span),
    [isDrive ? 'cdrom' : 'disk']: object(span, { bus }),
  });
}

function cloudVolume(cloud: View): DocNode {
  const { span } = cloud;
  return object(span, {
    name: scalar(cloudName, span),
    cloudInitNoCloud: object(span, { userData: scalar('', span) }),
  });
}
