import type { Configuration } from '../../model/configuration.js';
import { type Known, markOf } from '../known.js';

interface Refused {
  readonly because: string;
  readonly isSo: (configuration: Configuration) => boolean;
}

/** There is no such machine. */
interface Impossible extends Refused, Known {
  readonly isUnknown?: undefined;
}

/** There are such machines, or somebody says so, and nobody here knows what they do. */
interface Unknown extends Refused {
  readonly isUnknown: true;
}

/** Why there is no such machine here. */
export type Refusal = Impossible | Unknown;

/** The reason, with a mark where it is not known first-hand and does not say so by itself. */
export function wordsOfRefusal(refusal: Refusal): string {
  const { because } = refusal;
  const mark = refusal.isUnknown === true ? '' : markOf(refusal.confidence);
  return mark === '' || because.includes(mark) ? because : `${because} (${mark})`;
}
