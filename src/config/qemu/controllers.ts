import type { Position, VmFrontend } from '../../model/vm-disk.js';
import type { MachineKind } from './machine.js';

export type BusKind = 'scsi' | 'ide' | 'nvme';

export interface Controller {
  /** '' for one that has none, whose bus QEMU numbers. */
  readonly id: string;
  readonly model: string;
  readonly kind: BusKind;
  readonly at: Position;
}

const patterns: readonly (readonly [RegExp, BusKind])[] = [
  [
    /^(virtio-scsi|vhost-scsi|vhost-user-scsi|lsi|megasas|mptsas|pvscsi|am53c974|dc390|spapr-vscsi|esp|sysbus-esp|ncr53c7|usb-uas|usb-bot)/,
    'scsi',
  ],
  [/(ahci$|^ahci|-ide$|^ide-mmio|^sii3112)/, 'ide'],
  [/^nvme(-subsys)?$/, 'nvme'],
];

export function busKindOf(model: string): BusKind | null {
  return patterns.find(([pattern]) => pattern.test(model))?.[1] ?? null;
}

/** The name of a SCSI host adapter among the frontends. */
export function scsiFrontend(model: string): VmFrontend {
  if (/^(virtio-scsi|vhost-scsi|vhost-user-scsi)/.test(model)) return 'virtio-scsi';
  if (/^lsi/.test(model)) return 'scsi';
  if (/^megasas/.test(model)) return model.includes('use_jbod') ? 'other' : 'megasas';
  if (model === 'usb-uas') return 'usb-uas';
  if (model === 'usb-bot') return 'usb-storage';
  return 'other';
}

export function ideFrontend(model: string): VmFrontend {
  return /ahci/.test(model) ? 'ahci' : 'ide';
}

/**
 * The controller of a device: the one whose bus it names, else the newest of those before it,
 * else the machine's own. `model` is '' where there is none.
 */
export function controllerOf(
  controllers: readonly Controller[],
  kind: BusKind,
  bus: string | undefined,
  machine: MachineKind,
): string {
  const ofKind = controllers.filter((each) => each.kind === kind);
  const builtIn = builtInModel(kind, machine);
  if (bus === undefined) return ofKind.at(-1)?.model ?? builtIn;
  const dot = bus.lastIndexOf('.');
  const name = dot === -1 ? bus : bus.slice(0, dot);
  const named = ofKind.find(({ id }) => id !== '' && (id === name || id === bus));
  if (named !== undefined) return named.model;
  return name === kind ? numbered(ofKind, kind, Number(bus.slice(dot + 1)), machine) : '';
}

function builtInModel(kind: BusKind, { ide, scsi }: MachineKind): string {
  if (kind === 'ide') return ide === '' ? '' : `built-in ${ide}`;
  return kind === 'scsi' ? scsi : '';
}

/** `ide.7`, `scsi.1`: buses of controllers without an id are counted, the machine's own first. */
function numbered(
  ofKind: readonly Controller[],
  kind: BusKind,
  number: number,
  machine: MachineKind,
): string {
  const builtIn = builtInModel(kind, machine);
  const ownBuses = kind === 'ide' ? machine.ideBuses : builtIn === '' ? 0 : 1;
  if (number < ownBuses) return builtIn;
  let first = ownBuses;
  for (const { id, model } of ofKind) {
    if (id !== '') continue;
    first += /ahci/.test(model) ? 6 : kind === 'ide' ? 2 : 1;
    if (number < first) return model;
  }
  return ofKind.at(-1)?.model ?? builtIn;
}
