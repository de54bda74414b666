import type { GuestSettings } from '../../model/configuration.js';
import { guestKernels } from '../dimensions/guests.js';
import { rowOf } from '../row-of.js';

/** Whether the guest's system is Linux. */
export function isOfLinux({ kernel }: Pick<GuestSettings, 'kernel'>): boolean {
  return rowOf(guestKernels, kernel).system === 'Linux';
}
