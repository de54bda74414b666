import {
  isOfDefinitions,
  placesOfSettings,
  spelled,
} from '../../catalogue/cures/notations/spelling.js';
import { type Standing, takenFor } from '../../catalogue/cures/standing.js';
import type { Dimension } from '../../catalogue/dimensions/dimension.js';
import type { Configuration } from '../../model/configuration.js';
import type { NotationId } from '../../model/notation.js';

/** A disk, and what its definition can say of it. */
export interface WrittenDisk {
  /** At least one: all that the disk may be. */
  readonly configurations: readonly Configuration[];
  /** How the disk is written down, which says what can be changed there; absent for a stack. */
  readonly notation?: NotationId;
  /** What beats the settings that changes are spelled in. */
  readonly standing?: readonly Standing[];
}

/** Whether the definition has a word for it, where it is a definition's matter and not so already. */
export function canBeSaid(
  { configurations, notation }: WrittenDisk,
  { key, read }: Dimension,
  to: string,
): boolean {
  if (notation === undefined || !isOfDefinitions(key)) return true;
  return configurations.every((on) => read(on) === to || spelled(notation, on, key, to) !== null);
}

/** How far from the definition it is set: what it has a word for comes first. */
export function distanceOf(
  { configurations: [on], notation, standing = [] }: WrittenDisk,
  key: string,
  to: string,
): number {
  if (on === undefined || notation === undefined) return 0;
  const { taken, isEnough } = takenFor(standing, on, key, to);
  if (isEnough) return 0;
  // To take one thing away and set another is more than either.
  const beside = taken.length > 0 ? 0.5 : 0;
  return beside + placesOfSettings.indexOf(spelled(notation, on, key, to)?.place ?? 'outside');
}
