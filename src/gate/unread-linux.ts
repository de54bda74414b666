import { isNewerThanRead, linuxMeant } from '../catalogue/releases/linux-releases.js';
import { unreadWords } from '../catalogue/releases/nearest-release.js';
import { type DiskSite, siteSystems } from '../model/site.js';
import { valuesOf } from './facts.js';
import type { Runner } from './runner.js';

/** A guest's Linux that nobody read; '' for one that somebody did, and for one that is taken for such. */
export function unreadGuest({ guest }: DiskSite, { isAssumed = false }: Runner): string {
  const { kernel, system } = guest;
  if (isAssumed || !kernel.known || !valuesOf(system, siteSystems).includes('linux')) return '';
  const isRead = linuxMeant(kernel.value)?.isRead ?? true;
  return isRead ? '' : unreadWords(`Linux ${kernel.value} in the guest`);
}

/** A host's that is newer than all that were read: what older ones do not is a doubt of its own. */
export function unreadHost({ host }: DiskSite, { isAssumed = false }: Runner): string {
  const { kernel } = host;
  if (isAssumed || !kernel.known || !isNewerThanRead(kernel.value)) return '';
  return unreadWords(`Linux ${kernel.value} on the host`);
}
