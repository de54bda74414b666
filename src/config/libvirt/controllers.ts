import type { Fact, Position, VmFrontend } from '../../model/vm-disk.js';
import { assumed, byDefault, unresolved, written } from '../fact.js';
import { scsiFrontend } from '../qemu/controllers.js';
import { isTemplate } from '../template.js';
import type { SourceText } from '../text.js';
import { positionAt } from '../text.js';
import { attribute, attributeText, childrenOf, type Element } from '../xml/element.js';
import type { Machine } from './machine.js';

/** QEMU's names of libvirt's SCSI controllers. */
const models: Readonly<Record<string, string>> = {
  buslogic: 'buslogic',
  lsilogic: 'lsi',
  lsisas1068: 'mptsas1068',
  vmpvscsi: 'pvscsi',
  ibmvscsi: 'spapr-vscsi',
  'virtio-scsi': 'virtio-scsi',
  'virtio-transitional': 'virtio-scsi',
  'virtio-non-transitional': 'virtio-scsi',
  lsisas1078: 'megasas',
  ncr53c90: 'esp',
  dc390: 'dc390',
  am53c974: 'am53c974',
};

export interface ScsiController {
  readonly frontend: Fact<VmFrontend>;
  /** QEMU's name of it. */
  readonly model: string;
}

/** The SCSI controllers of a domain by index. */
export function scsiControllers(devices: Element): ReadonlyMap<number, Element> {
  const found = new Map<number, Element>();
  for (const element of childrenOf(devices, 'controller')) {
    if (attributeText(element, 'type') !== 'scsi') continue;
    const given = attributeText(element, 'index');
    const index = given === '' ? firstFree(found) : Number(given) || 0;
    if (!found.has(index)) found.set(index, element);
  }
  return found;
}

function firstFree(taken: ReadonlyMap<number, Element>): number {
  let index = 0;
  while (taken.has(index)) index += 1;
  return index;
}

/** @param element - undefined where libvirt adds a controller that the definition lacks */
export function scsiController(
  element: Element | undefined,
  machine: Machine,
  at: Position,
  source: SourceText,
): ScsiController {
  const written_ = attribute(element, 'model');
  if (written_ === undefined || written_.value === 'auto') {
    const where = element === undefined ? at : positionAt(source, element.span);
    return defaultController(machine, where);
  }
  const where = positionAt(source, written_.span);
  if (isTemplate(written_.value)) {
    return { frontend: unresolved(written_.value, where), model: '' };
  }
  const model = Object.hasOwn(models, written_.value) ? (models[written_.value] ?? '') : '';
  return { frontend: written(scsiFrontend(model), where), model };
}

/** libvirt 11.3.0, qemuDomainGetSCSIControllerModel; its LSI is missing in some builds of QEMU. */
function defaultController({ arch, type, isElsewhere }: Machine, at: Position): ScsiController {
  if (isElsewhere) {
    const values: VmFrontend[] = ['virtio-scsi', 'scsi', 'megasas', 'other'];
    return { frontend: unresolved('the controller of its machine', at, values), model: '' };
  }
  if (/^pseries/.test(type) || (type === '' && /^ppc64/.test(arch))) {
    return { frontend: byDefault('other', 'libvirt', at), model: 'spapr-vscsi' };
  }
  if (/^(s390|loongarch)/.test(arch)) {
    return { frontend: byDefault('virtio-scsi', 'libvirt', at), model: 'virtio-scsi' };
  }
  return { frontend: assumed('scsi', 'a QEMU that has the LSI controller', at), model: 'lsi' };
}
