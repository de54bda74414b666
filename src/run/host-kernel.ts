import { type HostKernelRow, hostKernels } from '../catalogue/host-kernels.js';
import { mailHosts } from '../catalogue/refusals.js';
import { valueNamed } from '../catalogue/version-names.js';
import type { RunOptions } from './options.js';
import { usageError } from './usage-error.js';

function rowNamed(name: string): HostKernelRow {
  const id = valueNamed('host-kernel', name);
  const row = hostKernels.find((each) => each.id === id);
  if (row !== undefined) return row;
  throw usageError(
    `what Linux ${name} does as a host is not known`,
    `name ${hostKernels.map((each) => each.id).join(' or ')}, or each --host-note`,
  );
}

/**
 * The notes that hold by the release of the host's Linux; what is said of a note itself counts more.
 *
 * @throws UsageError for a release that nobody read
 */
export function notesByKernel({ hostKernel, hostNotes = {} }: RunOptions) {
  return hostKernel === undefined ? hostNotes : { ...rowNamed(hostKernel).notes, ...hostNotes };
}

/** @throws UsageError for hosts that came after the release */
export function checkHosts({ hostKernel }: RunOptions, hosts: readonly string[]): void {
  if (hostKernel === undefined || !rowNamed(hostKernel).isOfMail) return;
  const later = hosts.filter((host) => !mailHosts.includes(host));
  if (later.length === 0) return;
  throw usageError(
    `what ${later.join(', ')} did on Linux ${hostKernel} is not known`,
    `name hosts of its time: ${mailHosts.join(', ')}`,
  );
}
