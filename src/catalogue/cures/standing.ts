import type { CacheFlags, Configuration } from '../../model/configuration.js';
import type { Position } from '../../model/vm-disk.js';
import { dimensionOf } from '../dimensions/dimensions.js';

/** A setting that stands over the one in whose words a cure is spelled: that one alone changes nothing. */
export interface Standing {
  /** The dimension that it sets, or a part of it. */
  readonly key: 'cache' | 'aio' | 'werror';
  /** The part of a cache mode that it sets; null where it is no cache mode. */
  readonly flag: keyof CacheFlags | null;
  readonly value: boolean | string;
  /** The value without it; null where nobody knows. */
  readonly otherwise: boolean | string | null;
  /** As it is written. */
  readonly words: string;
  readonly at: Position;
}

/** What has to go for a change to come about. */
export interface TakenAway {
  readonly taken: readonly Standing[];
  /** Without these it is so already. */
  readonly isEnough: boolean;
}

const flags = ['writeback', 'direct', 'noFlush'] as const;

/** What stands against a value of a dimension. */
export function takenFor(
  standing: readonly Standing[],
  on: Configuration,
  key: string,
  to: string,
): TakenAway {
  const own = standing.filter((each) => each.key === key);
  // Most disks have none, and there are values that no dimension writes.
  if (own.length === 0) return { taken: [], isEnough: false };
  const wanted = dimensionOf(key).write(on, to).cache;
  const valueFor = ({ flag }: Standing) => (flag === null ? to : wanted[flag]);
  const taken = own.filter((each) => each.value !== valueFor(each));
  const isSet = flags.every(
    (flag) => taken.some((each) => each.flag === flag) || on.cache[flag] === wanted[flag],
  );
  const isLeft = taken.every((each) => each.otherwise === valueFor(each));
  return { taken, isEnough: taken.length > 0 && isSet && isLeft };
}

/** What stands in a definition is anyone's text: what is no plain setting is not repeated. */
const plainSetting = /^[\w.-]+=[\w-]+$/u;

function nameOf({ key, flag, words }: Standing): string {
  return plainSetting.test(words) ? `\`${words}\`` : `what sets ${flag ?? key}`;
}

/** `take away `write-cache=off``. */
export function takingWords(taken: readonly Standing[]): string {
  return `take away ${taken.map(nameOf).join(' and ')}`;
}

/** The same with where each stands. */
export function takingSteps(taken: readonly Standing[]): string {
  const steps = taken.map((each) => {
    const { file, line, column } = each.at;
    return `${nameOf(each)} (${file}:${line}:${column})`;
  });
  return `take away ${steps.join(' and ')}`;
}
