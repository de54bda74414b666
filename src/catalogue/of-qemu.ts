import type { FrontendId } from '../model/configuration.js';

/** Whether QEMU serves the device. */
export function isOfQemu(frontend: FrontendId): boolean {
  return frontend !== 'firecracker' && frontend !== 'cloud-hypervisor';
}
