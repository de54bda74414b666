import type { GuestKernelId } from '../../model/configuration.js';
import { isEarlier, valueNamed } from './version-names.js';

/** Linux 2.6.37 replaced barriers by flushes and FUA. */
const flushEra = '2.6.37';
const newestRead = '6.12' satisfies GuestKernelId;

/** A release of Linux as the catalogue has it. */
interface LinuxMeant {
  /** The one that it is looked at as, which is of its era. */
  readonly kernel: Extract<GuestKernelId, '2.6.31' | '6.12'>;
  /** Whether it is one of those that the kernel of the catalogue stands for. */
  readonly isRead: boolean;
}

/** null for what is no release of Linux: `current`, or another system. */
export function linuxMeant(release: string): LinuxMeant | null {
  if (!/^\d{1,4}(\.\d{1,4}){0,3}$/u.test(release)) return null;
  const kernel = isEarlier(release, flushEra) ? '2.6.31' : newestRead;
  const name = release.includes('.') ? release : `${release}.0`;
  return { kernel, isRead: valueNamed('guest-kernel', name) === kernel };
}

/** Whether a host's Linux is newer than all whose code was read. */
export function isNewerThanRead(release: string): boolean {
  const meant = linuxMeant(release);
  return meant?.kernel === newestRead && !meant.isRead;
}
