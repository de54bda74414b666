import type { Configuration } from '../../model/configuration.js';
import type { Dimension } from '../dimensions/dimension.js';
import { dimensions } from '../dimensions/dimensions.js';
import { isIdle } from '../refusals/refusals-of-settings.js';

/** Of a device on the very node of the file. */
export const bareNode = 'raw without the raw driver';

/** The values of a dimension, each once, in the order of the configurations. */
export function valuesAmong(
  { read }: Pick<Dimension, 'read'>,
  configurations: readonly Configuration[],
): readonly string[] {
  return [...new Set(configurations.map(read))];
}

/** The dimensions in which configurations differ, where they have an effect. */
export function openDimensions(configurations: readonly Configuration[]): readonly Dimension[] {
  return dimensions.filter((dimension) => valuesOfEffect(dimension, configurations).length > 1);
}

/** What stands where a setting does nothing is no value that a disk may have; unless it does so everywhere. */
function valuesOfEffect(
  dimension: Dimension,
  configurations: readonly Configuration[],
): readonly string[] {
  const those = configurations.filter((each) => !isIdle(dimension.key, each));
  return valuesAmong(dimension, those.length === 0 ? configurations : those);
}

/** What a definition calls raw is one of these two, and it says of neither which. */
const rawImages: Readonly<Record<string, string>> = {
  raw: 'raw with the raw driver',
  protocol: bareNode,
};

/** Values of a dimension, `a or b`, of a disk that may be all of some configurations. */
function listed(
  dimension: Dimension,
  configurations: readonly Configuration[],
  all: readonly Configuration[],
): string {
  const values = valuesOfEffect(dimension, configurations);
  const isOpen = dimension.key === 'format' && valuesAmong(dimension, all).includes('protocol');
  if (!isOpen) return values.join(' or ');
  return values
    .map((value) => rawImages[value] ?? value)
    .join(' or ')
    .replace(`${rawImages['raw']} or ${bareNode}`, 'raw with or without the raw driver');
}

/** `key=a or b` for each of the dimensions. */
export function valueWords(
  list: readonly Dimension[],
  configurations: readonly Configuration[],
  all = configurations,
): string {
  return list
    .map((dimension) => `${dimension.key}=${listed(dimension, configurations, all)}`)
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
  if (isExact(telling)) return `if ${valueWords(fewest(telling, isExact), some, all)}`;
  const keys = open.map(({ key }) => key).join(', ');
  const example = valueWords(open, some.slice(0, 1), all);
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
