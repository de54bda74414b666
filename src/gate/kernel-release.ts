import type { DiskSite } from '../model/site.js';
import { valuesOf } from './facts.js';

type Release = readonly [number, number, number];

/** Whether a release of Linux is older; `current` is not. */
export function isBefore(release: string, since: Release): boolean {
  if (!/^\d/u.test(release)) return false;
  const numbers = release.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const at = since.findIndex((number, index) => (numbers[index] ?? 0) !== number);
  return at !== -1 && (numbers[at] ?? 0) < (since[at] ?? 0);
}

/** Whether a kernel may be older; it is current where nobody says. */
export function mayPrecede(
  { kernel }: Pick<DiskSite['host' | 'guest'], 'kernel'>,
  since: Release,
): boolean {
  return valuesOf(kernel, ['current']).some((release) => isBefore(release, since));
}
