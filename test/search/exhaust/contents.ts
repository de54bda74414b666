import type { FaultOrNone } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import type { Oracle } from '../../../src/scenario/oracle.js';
import type { Recovery } from '../../../src/scenario/recovery/recovery.js';
import { exhaust } from '../../../src/search/exhaust/exhaust.js';
import type { Reductions } from '../../../src/search/exhaust/reductions.js';
import { sparedByFault } from '../../../src/stack/faults.js';
import type { Stack } from '../../../src/stack/stack.js';
import { type Effort, unlimited, within } from './effort.js';
import { oracleFor } from './outcomes.js';

/** What a disk can show after the fault, each with the sets of acknowledgements that had run. */
export type Contents = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Everything that a script can leave behind, sector for sector, under each fault.
 *
 * @throws TooLarge where the search does not end within its effort
 */
export function contentsOf(
  script: Script,
  stack: Stack,
  faults: readonly FaultOrNone[],
  reductions: Reductions,
  effort: Effort = unlimited,
): ReadonlyMap<FaultOrNone, Contents> {
  const spared = sparedByFault(stack);
  // Faults that spare the same leave the same, but for none, which strikes at the end.
  const known = new Map<string, Contents>();
  return new Map(
    faults.map((fault) => {
      const key = fault === 'none' ? fault : String(spared[fault]);
      const contents = known.get(key);
      if (contents !== undefined) return [fault, contents];
      const own = new Map<string, Set<string>>();
      known.set(key, own);
      const subject = { script, stack, oracleOf: () => collector(script, own) };
      within(effort, (limits) => exhaust(subject, [fault], reductions, limits));
      return [fault, own];
    }),
  );
}

/** A recovery that reads the whole disk, and judges what it saw. */
export function readerOf(
  script: Script,
  judge: Recovery<readonly number[], readonly number[]>['judge'],
): Oracle {
  const recovery: Recovery<readonly number[], readonly number[]> = {
    start: () => [],
    next: (shown) =>
      shown.length < script.sectorCount
        ? { kind: 'read', lba: shown.length }
        : { kind: 'done', outcome: shown },
    resume: (shown, answer) => [...shown, Number(answer)],
    judge,
  };
  return oracleFor(recovery);
}

/** It is content with everything, and notes what it saw. */
function collector(script: Script, contents: Map<string, Set<string>>): Oracle {
  const acknowledges = script.operations.filter(({ kind }) => kind === 'acknowledge');
  return readerOf(script, (shown, aftermath) => {
    const done = acknowledges.filter(({ id }) => aftermath.acknowledged(id));
    const known = contents.get(shown.join()) ?? new Set<string>();
    contents.set(shown.join(), known.add(done.map(({ id }) => id).join()));
    return null;
  });
}

/** '' where the same contents come up, and none is missed at a moment at which more is promised. */
export function contentsDiffer(reduced: Contents, whole: Contents): string {
  for (const [shown, promised] of reduced) {
    const known = whole.get(shown);
    if (known === undefined) return `${shown} comes up with reductions only`;
    // What it is compared with may leave out moments too, but only for one at which more is promised.
    for (const each of promised)
      if (!isPromisedIn(each, known)) return `${shown} after ${each} comes up with reductions only`;
  }
  for (const [shown, promised] of whole) {
    const known = reduced.get(shown) ?? new Set();
    for (const each of promised)
      if (!isPromisedIn(each, known)) return `${shown} after ${each} is missed by the reductions`;
  }
  return '';
}

/** Whether as much had been acknowledged at one of the moments. */
function isPromisedIn(acknowledged: string, moments: ReadonlySet<string>): boolean {
  const needed = acknowledged.split(',').filter((id) => id !== '');
  return [...moments].some((text) => {
    const ids = new Set(text.split(','));
    return needed.every((id) => ids.has(id));
  });
}

/** '' where each disk of the one comes up on the other, with at least as much acknowledged. */
export function beyond(own: Contents, ofWeaker: Contents): string {
  for (const [shown, promised] of own) {
    const known = [...(ofWeaker.get(shown) ?? [])].map((each) => new Set(each.split(',')));
    const isCovered = (each: string) =>
      known.some((more) => each.split(',').every((id) => more.has(id)));
    if (known.length === 0 || ![...promised].every((each) => each === '' || isCovered(each)))
      return shown;
  }
  return '';
}
