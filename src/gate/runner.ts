import { dpofuaSince } from '../catalogue/device-properties.js';
import { isOlder, machineRelease } from '../catalogue/releases.js';
import type { MachineId, QemuReleaseId } from '../model/configuration.js';

/** Who runs the machine. */
export interface Runner {
  readonly release: QemuReleaseId;
  readonly machine: MachineId;
  /** The version that somebody gives; '' for none. */
  readonly version?: string;
  /** The version, where nobody knows how it behaves; '' otherwise. */
  readonly unknown?: string;
}

/** Up to machine type 10.0 a SCSI disk offers no FUA by itself. */
export function offersFua({ release, machine }: Runner): boolean {
  return !isOlder(machineRelease(release, machine), dpofuaSince);
}
