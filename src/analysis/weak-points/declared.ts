import type {
  AtomicGroup,
  Lba,
  Obligation,
  Ordering,
  Requirement,
  VersionId,
} from '../../model/script.js';
import type { WeakPoint } from '../cut/condition.js';
import { areConcurrent } from '../timeline/program.js';
import {
  type Any,
  both,
  hasRun,
  sampleSectors,
  shows,
  showsAmongOthers,
  type View,
  versionsAt,
} from './view.js';

/**
 * The sector shows a write that had completed when the required one was submitted: neither that
 * one, nor a later one, nor one that was in flight together with it.
 */
function showsOlder(view: View, lba: Lba, required: VersionId): Any {
  const { writeOf } = view.model.timeline;
  const path = writeOf.get(required)?.path ?? [];
  const versions = versionsAt(view, lba);
  const isEarlier = (version: VersionId) => versions.indexOf(version) < versions.indexOf(required);
  return versions
    .filter((shown) => isEarlier(shown) || areConcurrent(writeOf.get(shown)?.path ?? [], path))
    .flatMap((other) => {
      const seen = showsAmongOthers(view, lba, other);
      if (other === 0) return seen;
      return both(seen, [[{ is: 'submitted-after', write: required, other }]]);
    });
}

/** The sectors of a requirement show something older than it asks for. */
export function unmet(view: View, requirement: Requirement): Any {
  if (view.script.overlapDeclared) {
    const sample = sampleSectors(view, requirement);
    return sample.flatMap((lba) => showsOlder(view, lba, requirement.version));
  }
  return sampleSectors(view, requirement).flatMap((lba) => {
    const versions = versionsAt(view, lba);
    const older = new Set(versions.slice(0, versions.indexOf(requirement.version)));
    return shows(view, lba, (version) => older.has(version));
  });
}

function* lost(view: View, { acknowledge, requires }: Obligation): Generator<WeakPoint> {
  for (const requirement of requires) {
    for (const conditions of both(hasRun(acknowledge), unmet(view, requirement))) {
      yield { kind: 'lost', conditions };
    }
  }
}

/** What an earlier acknowledgement promised already need not be looked at again. */
function newlyPromised(obligations: readonly Obligation[]): readonly Obligation[] {
  const known = new Set<string>();
  return obligations.map((obligation) => ({
    ...obligation,
    requires: obligation.requires.filter((requirement) => {
      const key = [requirement.lba, requirement.sectorCount, requirement.version].join();
      return !known.has(key) && known.add(key);
    }),
  }));
}

/** `then` is seen somewhere, and something that had to come first is not there. */
function* reordered(view: View, ordering: Ordering): Generator<WeakPoint> {
  const second = view.script.operations.find(({ id }) => id === ordering.second);
  if (second === undefined) return;
  const seen = sampleSectors(view, second).flatMap((lba) =>
    shows(view, lba, (version) => version === second.id),
  );
  for (const requirement of ordering.first) {
    for (const conditions of both(seen, unmet(view, requirement))) {
      yield { kind: 'reordered', conditions };
    }
  }
}

/** One sector was written at least `round` times as far as can be seen, another was not. */
function* tornBetween(view: View, ahead: number, behind: number): Generator<WeakPoint> {
  const [more, less] = [versionsAt(view, ahead), versionsAt(view, behind)];
  for (let round = 1; round < more.length; round += 1) {
    const reached = shows(view, ahead, (version) => more.indexOf(version) >= round);
    const behindIt = shows(view, behind, (version) => less.indexOf(version) < round);
    for (const conditions of both(reached, behindIt)) yield { kind: 'torn', conditions };
  }
}

function* torn(view: View, { ranges }: AtomicGroup): Generator<WeakPoint> {
  const [first, ...others] = ranges.flatMap((range) => sampleSectors(view, range));
  if (first === undefined) return;
  for (const other of others) {
    yield* tornBetween(view, first, other);
    yield* tornBetween(view, other, first);
  }
}

/** Where the promises that the scenario declares can break. */
export function* declaredWeakPoints(view: View): Generator<WeakPoint> {
  const { obligations, orderings, atomics } = view.script;
  for (const obligation of newlyPromised(obligations)) yield* lost(view, obligation);
  for (const ordering of orderings) yield* reordered(view, ordering);
  for (const group of atomics) yield* torn(view, group);
}
