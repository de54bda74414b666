import type { Sites } from '../../model/site.js';
import { factText, type SiteRow, siteRows } from '../../model/site-rows.js';
import type { Fact, VmDisk } from '../../model/vm-disk.js';

/** Nobody says it: neither the site's file nor the definition. */
const isAssumed = ([key, fact]: SiteRow) =>
  fact.origin.kind === 'assumed' ||
  fact.origin.kind === 'default' ||
  (open.has(key) && fact.origin.kind === 'unresolved');

/** Of what nobody says several values are meant. */
const open: ReadonlySet<string> = new Set(['image.allocation', 'guest.filesystem']);

/** Follows from the defaults of what is said beside it. */
const derived: ReadonlySet<string> = new Set([
  'host.fsync',
  'guest.fsync',
  'guest.data',
  'disk.cacheBytes',
  'guest.writeCache',
  'guest.fsyncError',
  'guest.queueDepth',
]);

/** What is assumed of every disk of a file, which is said once. */
export function assumedOfAll(
  disks: readonly VmDisk[],
  sites: Sites,
): readonly (readonly [string, string])[] {
  const [first] = disks;
  const others = disks.map((disk) => new Map(siteRows(sites.get(disk))));
  return siteRows(first === undefined ? undefined : sites.get(first))
    .filter(([key]) => !derived.has(key))
    .filter((row) => isAssumed(row) && others.every((rows) => isSame(row, rows.get(row[0]))))
    .map(([key, fact]) => [key, factText(fact)]);
}

function isSame([key, fact]: SiteRow, other: Fact<string> | undefined): boolean {
  return other !== undefined && isAssumed([key, other]) && factText(other) === factText(fact);
}

/** What the site's file says of a disk, or the definition of what is around it. */
export function saidRows(disk: VmDisk, sites: Sites): readonly SiteRow[] {
  return siteRows(sites.get(disk)).filter(
    ([key, { origin }]) =>
      origin.kind === 'file' && (origin.at.file !== disk.at.file || !isOfDisk(key)),
  );
}

/** Printed as the disk's source. */
const isOfDisk = (key: string) => key === 'host.storage';
