import type { SkippedDrive, VmDisk } from '../../model/vm-disk.js';
import { note, plainDraft } from '../draft.js';
import { byDefault, written } from '../fact.js';
import { kernelDisks } from '../qemu/host-disks.js';
import { positionAt } from '../text.js';
import { attribute, attributeText, child, childrenOf, type Element } from '../xml/element.js';
import { scsiController } from './controllers.js';
import type { Surroundings } from './disk.js';

export interface HostDevices {
  readonly disks: readonly VmDisk[];
  readonly skipped: readonly SkippedDrive[];
}

/** SCSI devices that are handed to the guest as they are. */
export function readHostDevices(devices: Element, around: Surroundings): HostDevices {
  const disks: VmDisk[] = [];
  const skipped: SkippedDrive[] = [];
  const scsi = childrenOf(devices, 'hostdev').filter(
    (element) => attributeText(element, 'type') === 'scsi',
  );
  for (const [index, element] of scsi.entries()) {
    const source = child(element, 'source');
    const alias = attributeText(child(element, 'alias'), 'name');
    const isNamed = alias !== '';
    const id = isNamed ? alias : `hostdev${index}`;
    const at = positionAt(around.source, element.span);
    if (attributeText(source, 'protocol') === 'iscsi' && child(element, 'readonly') === undefined) {
      disks.push({ ...iscsiDisk(id, element, around), ...(isNamed ? {} : { isCounted: true }) });
      continue;
    }
    const reason = "a SCSI device of the host's, handed to the guest as it is";
    skipped.push({ id, reason, at });
  }
  return { disks, skipped: [...skipped, ...others(devices, around)] };
}

/** What has disks behind it, or is used as one, and is no disk of QEMU's. */
function others(devices: Element, { source }: Surroundings): readonly SkippedDrive[] {
  const hosts = childrenOf(devices, 'hostdev').filter(
    (element) => attributeText(element, 'type') === 'scsi_host',
  );
  const memory = childrenOf(devices, 'memory').filter((element) =>
    /^(nvdimm|virtio-pmem)$/.test(attributeText(element, 'model')),
  );
  const named = (elements: readonly Element[], kind: string, reason: string) =>
    elements.map((element, index) => ({
      id: attributeText(child(element, 'alias'), 'name') || `${kind}${index}`,
      reason,
      at: positionAt(source, element.span),
    }));
  return [
    ...named(hosts, 'scsi-host', kernelDisks),
    ...named(memory, 'memory', 'memory that QEMU maps, no disk'),
  ];
}

/** QEMU's own iSCSI client serves the device, as `scsi-generic`. */
function iscsiDisk(id: string, element: Element, around: Surroundings): VmDisk {
  const { source, controllers, machine } = around;
  const at = positionAt(source, element.span);
  const target = child(element, 'source');
  const address = child(element, 'address');
  const index = Number(attributeText(address, 'controller')) || 0;
  const { frontend, model } = scsiController(controllers.get(index), machine, at, source);
  const name = attribute(target, 'name');
  const message =
    'scsi-generic: the guest talks to the device itself, whose own write cache counts';
  return {
    ...plainDraft(id, at, 'no-settings'),
    frontend,
    device: 'scsi-generic',
    controller: model,
    format: byDefault('raw', 'libvirt', at),
    source: {
      kind: written('iscsi', positionAt(source, target?.span ?? element.span)),
      name: name?.value ?? '',
    },
    shared: child(element, 'shareable') !== undefined,
    notes: [note('passthrough', message, at)],
  };
}
