import type { Fact, VmDefinition, VmFrontend } from '../../model/vm-disk.js';
import { at, givenText, isThere, positionOf, textOf, type View } from '../document/view.js';
import { finishDisk, plainDraft } from '../draft.js';
import { byDefault, unresolved, written } from '../fact.js';
import { scsiFrontend } from '../qemu/controllers.js';

const fronts: Readonly<Record<string, readonly [VmFrontend, string]>> = {
  virtio: ['virtio-blk', 'virtio-blk'],
  scsi: ['scsi', 'scsi-hd'],
  ide: ['ide', 'ide-hd'],
  sata: ['ahci', 'ide-hd'],
  usb: ['usb-storage', 'usb-storage'],
  fdc: ['floppy', 'floppy'],
  xen: ['xen-block', 'xen-disk'],
};

/** Where properties of an image stand: by themselves, or among what else it has. */
export function propertiesOf(image: View): View {
  const inside = at(image, 'properties');
  return isThere(inside) ? inside : image;
}

/** What an image's properties say of its instances' disks; the cache is the host's concern. */
export function readImage(image: View): VmDefinition {
  const where = positionOf(image);
  const properties = propertiesOf(image);
  const bus = at(properties, 'hw_disk_bus');
  const type = at(properties, 'hw_machine_type');
  const word = isThere(bus) ? textOf(bus) : 'virtio';
  const row = Object.hasOwn(fronts, word) ? fronts[word] : undefined;
  const place = positionOf(bus);
  const frontend: Fact<VmFrontend> =
    row === undefined
      ? unresolved(word, place)
      : isThere(bus)
        ? written(word === 'scsi' ? scsiOf(properties) : row[0], place)
        : byDefault(row[0], 'Nova', where);
  const host = 'the nova.conf of the host';
  const either = unresolved<boolean>(host, where, [true, false]);
  const disk = finishDisk({
    ...plainDraft('root', where, 'image-properties'),
    frontend,
    device: row?.[1] ?? '',
    writeback: either,
    direct: either,
    noFlush: either,
    aio: unresolved(host, where, ['threads', 'native']),
    format: unresolved(host, where, ['raw', 'qcow2']),
    source: { kind: unresolved(host, where, ['file', 'block', 'rbd']), name: '' },
    configWce: row?.[1] === 'virtio-blk' ? byDefault(true, 'QEMU', where) : null,
  });
  const machine = givenText(type);
  return {
    name: textOf(at(image, 'name')),
    at: where,
    machineType: machine,
    disks: [disk],
    skipped: [],
    notes: [],
  };
}

/** Without a model libvirt chooses its own. */
function scsiOf(properties: View): VmFrontend {
  const model = textOf(at(properties, 'hw_scsi_model'));
  if (model === '') return 'scsi';
  const names: Readonly<Record<string, string>> = { lsilogic: 'lsi', lsisas1078: 'megasas' };
  return scsiFrontend(names[model] ?? model);
}
