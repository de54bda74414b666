import type { Standing } from '../catalogue/cures/standing.js';
import type { RuleId } from '../catalogue/rules/rules.js';
import { mayBe } from '../config/fact.js';
import type { DiskSite } from '../model/site.js';
import type { Fact, Origin, Position, VmDisk } from '../model/vm-disk.js';

/** Where a change has to be made for a rule to hold no longer. */
export interface BlamedField {
  readonly field: string;
  readonly at: Position;
  readonly isDefault: boolean;
}

type Field = readonly [name: string, fact: (disk: VmDisk, site: DiskSite) => Fact<unknown>];

const frontend: Field = ['frontend', (disk) => disk.frontend];
const writeback: Field = ['writeback', (disk) => disk.writeback];

/** The setting that decides about each rule; the frontend for what is not named. */
const fields: Partial<Record<RuleId, Field>> = {
  BLK001: ['guest.mount', (_, { guest }) => guest.mount.fsync],
  BLK005: ['host.mount', (_, { host }) => host.mount.fsync],
  BLK006: ['host.storage', (_, { host }) => host.storage],
  BLK007: ['direct', (disk) => disk.direct],
  BLK008: ['disk.kind', (_, { disk }) => disk.kind],
  BLK011: ['aio', (disk) => disk.aio],
  BLK014: ['noFlush', (disk) => disk.noFlush],
  BLK015: ['guest.writeCache', (_, { guest }) => guest.writeCache],
  BLK016: writeback,
  BLK019: ['werror', (disk) => disk.werror],
  BLK022: ['werror', (disk) => disk.werror],
  BLK025: ['host.layers', (_, { host }) => host.layers],
  BLK028: ['disk.kind', (_, { disk }) => disk.kind],
  BLK027: ['guest.fsyncError', (_, { guest }) => guest.fsyncError],
  BLK033: ['host.filesystem', (_, { host }) => host.filesystem],
  BLK034: ['host.mount', (_, { host }) => host.mount.fsync],
  BLK018: ['host.storage', (_, { host }) => host.storage],
};

const direct: Field = ['direct', (disk) => disk.direct];
const kind: Field = ['disk.kind', (_, { disk }) => disk.kind];

/** What is complete is in a page cache of the host's, or with O_DIRECT in the cache of a disk. */
const holding = (disk: VmDisk): Field => (mayBe(disk.direct, false) ? direct : kind);

/** @param standing - what has to go, before another setting can mend anything */
export function blamedField(
  rule: RuleId | '',
  disk: VmDisk,
  site: DiskSite,
  standing?: Standing,
): BlamedField {
  if (standing !== undefined)
    return { field: standing.flag ?? standing.key, at: standing.at, isDefault: false };
  const own = rule === '' ? undefined : fields[rule];
  const [field, factOf] = rule === 'BLK037' ? holding(disk) : (own ?? frontend);
  const { origin } = factOf(disk, site);
  // A default of the reader's has the element that lacks the setting.
  return { field, at: positionOf(origin, disk), isDefault: isAbsent(origin) };
}

/** An expression whose value nobody knows is written, and there is the place to change it. */
function isAbsent({ kind }: Origin): boolean {
  return kind === 'default' || kind === 'assumed';
}

function positionOf({ at }: Origin, disk: VmDisk): Position {
  return at.line === 0 ? disk.at : at;
}
