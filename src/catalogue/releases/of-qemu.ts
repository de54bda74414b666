import type { FrontendId } from '../../model/configuration.js';
import { monitorOf } from './monitors.js';

/** Whether QEMU serves the device. */
export function isOfQemu(frontend: FrontendId): boolean {
  return monitorOf(frontend) === undefined;
}
