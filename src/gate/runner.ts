import type { MachineId, QemuReleaseId } from '../model/configuration.js';

/** Who runs the machine. */
export interface Runner {
  readonly release: QemuReleaseId;
  readonly machine: MachineId;
  /** The version that somebody gives; '' for none. */
  readonly version?: string;
  /** The version, where nobody knows how it behaves; '' otherwise. */
  readonly unknown?: string;
  /** Versions that nobody ran or read are taken for the nearest. */
  readonly isAssumed?: boolean;
  /** Why the version that somebody gives does not run the machine; '' where it does. */
  readonly refused?: string;
}
