import { ruleOf } from '../../catalogue/rules/rules.js';
import type { Configuration } from '../../model/configuration.js';
import { noBetterThan, type Reason } from '../reason.js';
import type { HostRows } from './host.js';

/**
 * What QEMU makes of a write that must be durable by itself.
 *
 * - `dropped`: a write like any other.
 * - `alone`: its own data, and the metadata of the file, are synced with it.
 * - `flush`: a flush within the request, which covers what had completed.
 * - `skippable-flush`: the same, left out if no write was finished since the last one.
 */
export type FuaManner = 'dropped' | 'alone' | 'flush' | 'skippable-flush';

export interface Durable {
  readonly manner: FuaManner;
  readonly reasons: readonly Reason[];
}

/** The host hands the write on with FUA, flushes nothing, and the disk makes nothing of it. */
function forgottenByDisk(
  { host, disk }: HostRows,
  { cache }: Pick<Configuration, 'cache'>,
): boolean {
  if (!host.trustsFua || (!cache.direct && !host.isRemote)) return false;
  return disk.cache && disk.honoursFlush && !disk.honoursFua;
}

/** The host is asked to make the write durable, and no other. */
export function alone(
  rows: HostRows,
  parts: Pick<Configuration, 'cache'>,
  reason: Reason,
): Durable {
  if (!forgottenByDisk(rows, parts)) return { manner: 'alone', reasons: [reason] };
  const { layer, ...known } = ruleOf('BLK028');
  const says = 'claims FUA, and keeps a write with FUA in its cache';
  const row = `disks.${rows.disk.id}`;
  const ofDisk: Reason = {
    layer,
    says,
    rule: 'BLK028',
    row,
    ...noBetterThan(rows.disk, known),
  };
  return { manner: 'dropped', reasons: [reason, ofDisk] };
}
