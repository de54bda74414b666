import { neighboursOf, qemuReleases } from '../../catalogue/releases/releases.js';
import { ofStandIns } from '../../catalogue/releases/stand-ins.js';
import type { Configuration } from '../../model/configuration.js';
import type { Selected } from './fields.js';

/**
 * A factor, or, of a release that nobody knows, that of each release which may stand for it; once where
 * these are the same.
 */
export type OfStandIns<Factor> = readonly Factor[];

/** What a function says of all that stand for a configuration. */
export type Everyone = <Result>(
  of: (configuration: Configuration) => Result,
) => (configuration: Configuration) => OfStandIns<Result>;

export function once<Result>(results: readonly Result[]): OfStandIns<Result> {
  const [first] = results.map((each) => JSON.stringify(each));
  return results.every((each) => JSON.stringify(each) === first) ? results.slice(0, 1) : results;
}

/** Whose release is read costs a fork in each trace, where it varies. */
export function everyoneIn(selected: readonly Selected[]): Everyone {
  const releases = selected.find(({ dimension }) => dimension.key === 'qemu')?.values ?? [];
  const isGuessed = qemuReleases.some(
    ({ id }) => releases.includes(id) && neighboursOf(id).length > 0,
  );
  return (of) => (configuration) =>
    isGuessed ? once(ofStandIns(configuration, of)) : [of(configuration)];
}

/** The one in this place; what all agree on is there once. */
export function standIn<Factor>(factors: OfStandIns<Factor>, at: number): Factor {
  const factor = factors[at] ?? factors[0];
  if (factor === undefined) throw new Error('nothing stands for a machine');
  return factor;
}

/** How many of them have to be looked at. */
export function standInCount(...lists: readonly OfStandIns<unknown>[]): number {
  return Math.max(...lists.map(({ length }) => length));
}
