import type { Fact, Position, VmFrontend } from '../../model/vm-disk.js';
import { assumed, byDefault, unresolved, written } from '../fact.js';
import { scsiFrontend } from '../qemu/controllers.js';
import { isTemplate } from '../template.js';
import type { SourceText } from '../text.js';
import { positionAt } from '../text.js';
import { attribute, attributeText, childrenOf, type Element } from '../xml/element.js';
import type { DomainMachine } from './machine.js';

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
  machine: DomainMachine,
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

const elsewhere: readonly VmFrontend[] = ['virtio-scsi', 'scsi', 'megasas', 'other'];

/** libvirt 11.3.0, qemuDomainGetSCSIControllerModel; its LSI is missing in some builds of QEMU. */
function defaultController(machine: DomainMachine, at: Position): ScsiController {
  if (machine.isElsewhere) {
    const frontend = unresolved('the controller of its machine', at, elsewhere);
    return { frontend, model: '' };
  }
  if (isVirt(machine)) {
    return { frontend: unresolved(since11_6, at, ['virtio-scsi', 'scsi']), model: '' };
  }
  const model = ownController(machine);
  if (model !== '') return { frontend: byDefault(scsiFrontend(model), 'libvirt', at), model };
  return { frontend: assumed('scsi', 'a QEMU that has the LSI controller', at), model: 'lsi' };
}

/** libvirt's NEWS.rst, v11.6.0: "Change default SCSI controller model to virtio-scsi for ARM and RISC-V". */
const since11_6 = "libvirt's version decides: virtio-scsi from 11.6 on";

/** Machines that libvirt takes where none is named: its preferredMachines, qemu_capabilities.c of 11.3.0. */
function isVirt({ arch, type }: DomainMachine): boolean {
  if (/^(armv6l|armv7l|aarch64|riscv(32|64)|)$/.test(arch) && /^virt(-|$)/.test(type)) return true;
  return /^(armv7l|aarch64|riscv(32|64))$/.test(arch) && type === '';
}

/** What libvirt of any version takes, with QEMU's name; '' where it asks what QEMU has. */
function ownController({ arch, type }: DomainMachine): string {
  if (/^pseries/.test(type) || (type === '' && /^ppc64/.test(arch))) return 'spapr-vscsi';
  if (/^(s390|loongarch)/.test(arch)) return 'virtio-scsi';
  return hasOwnEsp(arch, type) ? 'esp' : '';
}

/** qemuDomainHasBuiltinESP: asked before LSI from 11.6 on. These machines have no PCI bus for one. */
function hasOwnEsp(arch: string, type: string): boolean {
  if (arch === 'sparc') return true;
  return (
    (/^mips64/.test(arch) && /^(magnum|pica61)$/.test(type)) || (arch === 'm68k' && type === 'q800')
  );
}
