/** What a machine type brings along, as far as disks are concerned. QEMU 10.0.13, the boards of hw/. */
export interface MachineKind {
  /** Where a `-drive` without `if=` goes. */
  readonly defaultInterface: DriveInterface;
  /** The built-in IDE controller: PIIX and its kin, AHCI, or none. */
  readonly ide: 'ide' | 'ahci' | '';
  /** Built-in IDE buses, named ide.0 and on. */
  readonly ideBuses: number;
  /** Disks that `-drive if=ide,index=N` counts to one bus. */
  readonly ideUnits: number;
  /** The built-in SCSI controller; '' for none. */
  readonly scsi: string;
  /** Whether `-drive if=sd` finds a card reader. */
  readonly hasSd: boolean;
  /** Whether `-drive if=virtio` finds a bus. */
  readonly hasVirtio: boolean;
}

export const driveInterfaces = [
  'none',
  'ide',
  'scsi',
  'floppy',
  'pflash',
  'mtd',
  'sd',
  'virtio',
  'xen',
] as const;
export type DriveInterface = (typeof driveInterfaces)[number];

/** One that has no disks of its own. */
export const bareMachine: MachineKind = {
  defaultInterface: 'none',
  ide: '',
  ideBuses: 0,
  ideUnits: 2,
  scsi: '',
  hasSd: true,
  hasVirtio: true,
};
const pc: MachineKind = {
  ...bareMachine,
  defaultInterface: 'ide',
  ide: 'ide',
  ideBuses: 2,
  hasSd: false,
};
const q35: MachineKind = { ...pc, ide: 'ahci', ideBuses: 6, ideUnits: 1 };
const virt: MachineKind = { ...bareMachine, defaultInterface: 'virtio', hasSd: false };
const ahci: MachineKind = { ...q35 };
const lsi: MachineKind = { ...bareMachine, defaultInterface: 'scsi', scsi: 'lsi53c895a' };
const esp: MachineKind = { ...lsi, scsi: 'esp' };

/** Machine types without their versions; the first pattern that fits. */
const kinds: readonly (readonly [RegExp, MachineKind])[] = [
  [/^(pc-q35|q35|ubuntu-q35)/, q35],
  [/^isapc/, { ...pc, hasVirtio: false }],
  [/^(pc|rhel\d|ubuntu|xenfv|xenpv|xenpvh)/, pc],
  [/^(microvm|none|x-remote|nitro)/, bareMachine],
  [/^(vexpress|integratorcp|mps[23]|musca|netduino|stm32|lm3s|sifive|spike|shakti)/, bareMachine],
  [/^(xilinx|xlnx|petalogix|mcf5208|an5206|or1k|ppce500|bamboo|mpc8544|sim$|lx60)/, bareMachine],
  [/^(virt|s390|loongarch)/, virt],
  [/^(ccw|s390-ccw)/, virt],
  [/^(pseries|spapr)/, { ...bareMachine, defaultInterface: 'scsi', scsi: 'spapr-vscsi' }],
  [/^(versatile|realview)/, lsi],
  [/^(SS-|SPARC|LX)/, esp],
  [/^(B160L|C3700)/, lsi],
  [/^(q800|next-cube|magnum|pica61)/, esp],
  [/^40p/, { ...lsi, scsi: 'lsi53c810' }],
  [/^(raspi|orangepi)/, { ...bareMachine, defaultInterface: 'sd' }],
  [/^(sbsa-ref|highbank|midway|cubieboard|xlnx-zcu102|boston)/, ahci],
  [/^(malta|fuloong|loongson3|clipper|mac99|g3beige|powernv|pegasos|amigaone|sam460|r2d|sun4)/, pc],
];

/** The machine of a binary that is not told one; '' where there is none. */
const defaults: readonly (readonly [RegExp, string])[] = [
  [/^(x86_64|i386|i686)$/, 'pc'],
  [/^(s390x?)$/, 's390-ccw-virtio'],
  [/^ppc64$/, 'pseries'],
  [/^ppc$/, 'g3beige'],
  [/^sparc$/, 'SS-5'],
  [/^sparc64$/, 'sun4u'],
  [/^mips/, 'malta'],
  [/^alpha$/, 'clipper'],
  [/^hppa$/, 'B160L'],
  [/^loongarch64$/, 'virt'],
  [/^sh4/, 'shix'],
];

/** Some distributions install x86's QEMU under a name without its architecture (Ubuntu: kvm-spice). */
export function architectureOf(binary: string): string {
  const name = binary.replace(/^.*[\\/]/s, '').replace(/w?\.exe$/, '');
  const match = /^qemu-system-([a-z0-9_]+)/.exec(name);
  if (match?.[1] !== undefined) return match[1];
  return /^(qemu|kvm|qemu-kvm|kvm-spice)$/.test(name) ? 'x86_64' : '';
}

export function defaultMachine(architecture: string): string {
  return defaults.find(([pattern]) => pattern.test(architecture))?.[1] ?? '';
}

/** null for a name that is not known here, as distributions give them: it may be an alias of any board. */
export function machineKind(type: string): MachineKind | null {
  if (type === '') return bareMachine;
  return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? null;
}

/** The version in a machine type such as `pc-q35-9.2` or `pc-i440fx-10.1+pve0`; null without one. */
export function machineVersion(type: string): readonly [number, number] | null {
  const match = /-(\d+)\.(\d+)(\.\d+)?(\+[a-z0-9]+)?$/.exec(type);
  return match === null ? null : [Number(match[1]), Number(match[2])];
}

/**
 * A versioned type of a distribution, by a name of its own: `pc-q35-noble`, `pc-i440fx-rhel7.6.0`. It stays
 * as it was when that was released; which version of QEMU's types it is like, the distribution's patches say.
 */
export function isDistributionType(type: string): boolean {
  return (
    machineVersion(type) === null &&
    /^((pc-q35|pc-i440fx|virt|pseries|s390-ccw-virtio)-[a-z]|pc-\d|rhel\d|ubuntu)/.test(type)
  );
}
