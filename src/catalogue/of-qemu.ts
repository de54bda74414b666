import type { FrontendId } from '../model/configuration.js';
import { monitors } from './monitors.js';

/** Whether QEMU serves the device. */
export function isOfQemu(frontend: FrontendId): boolean {
  return monitors.every((monitor) => monitor.frontend !== frontend);
}
