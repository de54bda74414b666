import type { Refusal } from '../catalogue/refusals/refusal.js';
import { lackingRefusals } from '../catalogue/refusals/values-since.js';
import type { DiskSite } from '../model/site.js';
import type { VmDisk } from '../model/vm-disk.js';
import type { Runner } from './runner.js';

/** What the versions that somebody gives do not have yet. */
export function lackedBy(
  { aio }: VmDisk,
  { host }: DiskSite,
  { version = '' }: Runner,
): readonly Refusal[] {
  const ofQemu = version === '' ? [] : lackingRefusals('QEMU', version);
  const { kernel } = host;
  // Who takes what the host has gets something else on an older one.
  const isTaken = aio.known && aio.origin.kind === 'assumed';
  const isGiven = kernel.known && kernel.value !== 'current' && !isTaken;
  return [...ofQemu, ...(isGiven ? lackingRefusals('Linux', kernel.value) : [])];
}
