import { oldMachineIds } from '../../model/configuration.js';
import { hasOwnMachine, qemuReleases, type ReleaseRow, releasesOfToday } from './releases.js';

/** Versions that a row of the catalogue stands for beside the one that it is called by. */
interface Covered {
  readonly key: string;
  readonly id: string;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** pc-0.10 came with the first machine types that had a version. */
const firstMachine = '0.10';

const covered: readonly Covered[] = [
  ...qemuReleases.map((row) => ({ key: 'qemu', ...series(row) })),
  ...releasesOfToday
    .filter(hasOwnMachine)
    .map((row) => ({ key: 'machine', ...series(withUpdates(row)) })),
  { key: 'guest-kernel', id: '2.6.31', first: [2, 6, 31], last: [2, 6, 31] },
  ...oldMachineIds.map((id) => ({ key: 'machine', ...series({ id, first: firstMachine }) })),
  { key: 'guest-kernel', id: '6.12', first: [2, 6, 37], last: [6, 12] },
  { key: 'host-kernel', id: '6.12', first: [3, 1], last: [6, 12] },
];

/** Updates that have a row of their own have the machine types of the release. */
function withUpdates(row: ReleaseRow): ReleaseRow {
  const update = releasesOfToday.find(({ machine }) => machine === row.id);
  return { ...row, first: update?.first ?? row.first };
}

function series({ id, first }: Readonly<Record<'id' | 'first', string>>): Omit<Covered, 'key'> {
  return { id, first: numbersOf(first), last: numbersOf(id) };
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}

/** As far as the bound says: 8.2.7 is no later than 8.2. */
function order(version: readonly number[], bound: readonly number[]): number {
  const at = bound.findIndex((number, index) => number !== (version[index] ?? 0));
  return at === -1 ? 0 : (version[at] ?? 0) - (bound[at] ?? 0);
}

/** Whether a version comes before another, as far as that one says. */
export function isEarlier(version: string, than: string): boolean {
  return order(numbersOf(version), numbersOf(than)) < 0;
}

/** The value of a dimension that stands for a version; the name itself where it is none of these. */
export function valueNamed(key: string, name: string): string {
  if (!/^\d{1,3}(\.\d{1,3}){1,3}$/u.test(name)) return name;
  // 10.0 by itself is the release as it is now, not its first updates.
  if (covered.some((each) => each.key === key && each.id === name)) return name;
  const version = numbersOf(name);
  const found = covered.find(
    (each) => each.key === key && order(version, each.first) >= 0 && order(version, each.last) <= 0,
  );
  return found?.id ?? name;
}
