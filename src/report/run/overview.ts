import type { Finding } from '../../model/finding.js';
import { addToGroup } from '../../model/group-by.js';
import { inert } from '../text/inert.js';
import type { Paint } from '../text/paint.js';
import { gap } from '../text/table.js';
import { clipWords, displayWidth } from '../text/width.js';
import type { Group } from './groups.js';

/** Frontends that a rule hits with the same cache modes. */
interface Hit {
  readonly frontends: readonly string[];
  readonly caches: string;
}

/** Frontends with the same cache modes together, as they are ranked. */
function hitsOf({ placed }: Group): readonly Hit[] {
  const caches = new Map<string, Set<string>>();
  for (const { cell } of placed) {
    const [frontend = '', cache = ''] = cell.split('/');
    caches.set(frontend, (caches.get(frontend) ?? new Set()).add(cache));
  }
  const hits = new Map<string, string[]>();
  for (const [frontend, own] of caches) addToGroup(hits, [...own].join(), frontend);
  return [...hits].map(([key, frontends]) => ({ frontends, caches: key }));
}

function someOf(names: readonly string[], max: number): string {
  const left = names.length - max;
  const some = names.slice(0, max).join();
  return left > 0 ? `${some} +${left} more` : some;
}

/**
 * `nvme,sd/writeback,none`; where that is too long, fewer names (`nvme +3 more/writeback`), then the
 * numbers of both: what is left out is always counted.
 */
export function cellWords(group: Group, columns: number): string {
  const hits = hitsOf(group);
  const names = hits.flatMap(({ frontends }) => frontends);
  const counts = names.map((_, at) => names.length - at);
  const cells = `${new Set(group.placed.map(({ cell }) => cell)).size} cells`;
  const tries = [
    ...counts.map((count) =>
      hits.map(({ frontends, caches }) => `${someOf(frontends, count)}/${caches}`).join(' '),
    ),
    ...counts.map((count) => `${someOf(names, count)}, ${cells}`),
    `${names.length} frontends, ${cells}`,
    cells,
  ];
  return tries.find((words) => displayWidth(words) <= columns) ?? '';
}

export interface EvidenceOptions {
  /** In which releases the stacks of a rule's findings have the defect, and how that is known. */
  readonly evidenceOf: (findings: readonly Finding[]) => string;
}

function findingsOf({ placed }: Group): readonly Finding[] {
  return placed.map(({ finding }) => finding);
}

interface OverviewFrame extends EvidenceOptions {
  readonly columns: number;
  readonly paint: Paint;
}

/** Two lines for each rule, as long as there is room: where and since when, and the cure. */
export function overviewLines(
  groups: readonly Group[],
  room: number,
  { columns, paint, evidenceOf }: OverviewFrame,
): readonly string[] {
  let spare = room - groups.length;
  return groups.flatMap((group) => {
    const finding = group.placed[0]?.finding;
    if (finding === undefined) return [];
    const lead = inert(`${group.rule} (${finding.blame})`);
    const left = columns - displayWidth(lead) - gap;
    const evidence = clipWords(inert(evidenceOf(findingsOf(group))), left);
    const cells = inert(cellWords(group, left - displayWidth(evidence) - gap));
    const line = [paint.strong(lead), evidence, cells].filter((text) => text !== '').join('  ');
    if (spare <= 0) return [line];
    spare -= 1;
    return [line, `  ${changeWords(group, columns - 2)}`];
  });
}

/** The cure that most cells of a rule have; where others have another one, that is said. */
function changeWords({ placed }: Group, columns: number): string {
  const counts = new Map<string, number>();
  for (const { finding } of placed)
    counts.set(finding.change, (counts.get(finding.change) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const [change = ''] = [...counts].find(([, count]) => count === most) ?? [];
  const more = counts.size > 1 ? '; more: --all' : '';
  return clipWords(inert(`change: ${change}`), columns - displayWidth(more)) + more;
}
