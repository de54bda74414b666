/** Versions that a row of the catalogue stands for beside the one that it is called by. */
interface Covered {
  readonly key: string;
  readonly id: string;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const series = [
  ['0.11', [0, 10]],
  ['7.2', [7, 2]],
  ['8.2', [8, 0]],
  ['9.2', [9, 0]],
  ['10.0', [10, 0]],
  ['10.1', [10, 1]],
  ['10.2', [10, 2]],
  ['11.1', [11, 0]],
] as const;

const covered: readonly Covered[] = [
  ...series.map(([id, first]) => ({ key: 'qemu', id, first, last: numbersOf(id) })),
  ...series
    .filter(([id]) => id !== '0.11')
    .map(([id, first]) => ({ key: 'machine', id, first, last: numbersOf(id) })),
  { key: 'guest-kernel', id: '6.12', first: [2, 6, 37], last: [6, 12] },
];

function numbersOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}

/** As far as the bound says: 8.2.7 is no later than 8.2. */
function order(version: readonly number[], bound: readonly number[]): number {
  const at = bound.findIndex((number, index) => number !== (version[index] ?? 0));
  return at === -1 ? 0 : (version[at] ?? 0) - (bound[at] ?? 0);
}

/** The value of a dimension that stands for a version; the name itself where it is none of these. */
export function valueNamed(key: string, name: string): string {
  if (!/^\d{1,3}(\.\d{1,3}){1,3}$/u.test(name)) return name;
  const version = numbersOf(name);
  const found = covered.find(
    (each) => each.key === key && order(version, each.first) >= 0 && order(version, each.last) <= 0,
  );
  return found?.id ?? name;
}
