import type { DiskVerdict, GateFinding, GateResult } from '../../model/gate-result.js';
import { groupBy } from '../../model/group-by.js';

/** A cause, and every disk that has it. */
export interface Block {
  readonly finding: GateFinding;
  readonly places: readonly FindingOfDisk[];
  /** Whether it makes a disk unsafe, or might. */
  readonly isCertain: boolean;
}

/**
 * Several disks with one cause, and one thing to do about it, are one block, in the order in which the first
 * of each is found. Of two definitions with words of their own each is told what to write.
 */
export function blocksOf({ disks }: Pick<GateResult, 'disks'>): readonly Block[] {
  const places = disks.flatMap((disk) => disk.findings.map((finding) => ({ disk, finding })));
  const byCause = groupBy(places, ({ finding, disk }) => {
    const { rule, field, title, when, isDefault, change, spelled } = finding;
    const missing = isDefault ? spelled : '';
    return JSON.stringify([rule, field, title, when, change, missing, disk.verdict]);
  });
  return [...byCause.values()].flatMap((own): Block[] => {
    const [first] = own;
    if (first === undefined) return [];
    const { finding, disk } = first;
    return [{ finding, places: own, isCertain: disk.verdict === 'unsafe' }];
  });
}

/** `lost, reordered at power-loss in 9 scenarios, such as wal-commit`; '' where nothing was run. */
export function extentOf({ rule, kinds, faults, scenarios }: GateFinding): string {
  const [scenario] = scenarios;
  if (rule === 'refused-by-qemu') return 'the machine does not start';
  if (scenario === undefined) return '';
  const count = scenarios.length === 1 ? 'the scenario' : `${scenarios.length} scenarios, such as`;
  return `${kinds.join(', ')} at ${faults.join(', ')} in ${count} ${scenario}`;
}

interface FindingOfDisk {
  readonly disk: DiskVerdict;
  readonly finding: GateFinding;
}

/** Disks of one cause that fail alike. */
export interface Alike {
  /** Of the first of them; '' for a definition's own. */
  readonly extent: string;
  readonly places: readonly FindingOfDisk[];
}

/** The disks of a block by what they fail in; those that do as the first one stand first. */
export function alikeIn({ places }: Block): readonly Alike[] {
  const groups = groupBy(places, ({ finding: { kinds, faults } }) =>
    JSON.stringify([kinds, faults]),
  );
  return [...groups.values()].map((own) => ({
    extent: own[0] === undefined ? '' : extentOf(own[0].finding),
    places: own,
  }));
}
