import { mailHosts } from '../../catalogue/refusals/refusals.js';
import { type HostKernelRow, hostKernels } from '../../catalogue/releases/host-kernels.js';
import { isNewerThanRead } from '../../catalogue/releases/linux-releases.js';
import { valueNamed } from '../../catalogue/releases/version-names.js';
import type { RunOptions } from '../options.js';
import { usageError } from '../usage-error.js';

function rowNamed(name: string, assume = 'nothing'): HostKernelRow {
  const isTaken = assume !== 'nothing' && isNewerThanRead(name);
  const id = isTaken ? hostKernels.at(-1)?.id : valueNamed('host-kernel', name);
  const row = hostKernels.find((each) => each.id === id);
  if (row !== undefined) return row;
  throw usageError(
    `what Linux ${name} does as a host is not known`,
    `name ${hostKernels.map((each) => each.id).join(' or ')}, or each --host-note${isNewerThanRead(name) ? ', or --assume nearest' : ''}`,
  );
}

/**
 * The notes that hold by the release of the host's Linux; what is said of a note itself counts more.
 *
 * @throws UsageError for a release that nobody read
 */
export function notesByKernel({ hostKernel, hostNotes = {}, assume }: RunOptions) {
  if (hostKernel === undefined) return hostNotes;
  return { ...rowNamed(hostKernel, assume).notes, ...hostNotes };
}

/** @throws UsageError for hosts that came after the release */
export function checkHosts({ hostKernel, assume }: RunOptions, hosts: readonly string[]): void {
  if (hostKernel === undefined || !rowNamed(hostKernel, assume).isOfMail) return;
  const later = hosts.filter((host) => !mailHosts.includes(host));
  if (later.length === 0) return;
  throw usageError(
    `what ${later.join(', ')} did on Linux ${hostKernel} is not known`,
    `name hosts of its time: ${mailHosts.join(', ')}`,
  );
}
