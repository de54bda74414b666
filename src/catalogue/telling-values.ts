import type { Configuration } from '../model/configuration.js';
import type { Dimension } from './dimension.js';
import { dimensions } from './dimensions.js';

/** The values of a dimension, each once, in the order of the configurations. */
export function valuesAmong(
  { read }: Pick<Dimension, 'read'>,
  configurations: readonly Configuration[],
): readonly string[] {
  return [...new Set(configurations.map(read))];
}

/** The dimensions in which configurations differ. */
export function openDimensions(configurations: readonly Configuration[]): readonly Dimension[] {
  return dimensions.filter((dimension) => valuesAmong(dimension, configurations).length > 1);
}

/** `key=a or b` for each of the dimensions. */
export function valueWords(
  list: readonly Dimension[],
  configurations: readonly Configuration[],
): string {
  return list
    .map((dimension) => `${dimension.key}=${valuesAmong(dimension, configurations).join(' or ')}`)
    .join(', ');
}

/**
 * When a disk is one of some of the configurations that it may be: `if allocation=sparse`, or in how
 * many combinations of what, where no values by themselves say it. '' where they are all of them.
 */
export function tellingWords(
  some: readonly Configuration[],
  all: readonly Configuration[],
): string {
  if (some.length === all.length) return '';
  const open = openDimensions(all);
  const telling = open.filter(
    (dimension) => valuesAmong(dimension, some).length < valuesAmong(dimension, all).length,
  );
  const isExact = (list: readonly Dimension[]) =>
    all.filter((each) => isLike(each, some, list)).length === some.length;
  if (isExact(telling)) return `if ${valueWords(fewest(telling, isExact), some)}`;
  const keys = open.map(({ key }) => key).join(', ');
  const example = valueWords(open, some.slice(0, 1));
  return `in ${some.length} of ${all.length} combinations of ${keys}, such as ${example}`;
}

function isLike(
  configuration: Configuration,
  some: readonly Configuration[],
  list: readonly Dimension[],
): boolean {
  return list.every((dimension) =>
    valuesAmong(dimension, some).includes(dimension.read(configuration)),
  );
}

/** What is left of a list when all is taken out without which it is as exact. */
function fewest(
  list: readonly Dimension[],
  isExact: (list: readonly Dimension[]) => boolean,
): readonly Dimension[] {
  const spare = list.find((one) => isExact(list.filter((other) => other !== one)));
  return spare === undefined
    ? list
    : fewest(
        list.filter((one) => one !== spare),
        isExact,
      );
}
