import type { Selected } from '../../advise/matrix/fields.js';
import { machinesOf, productOf } from '../../advise/matrix/machines.js';
import type { Dimension } from '../../catalogue/dimensions/dimension.js';
import { dimensions } from '../../catalogue/dimensions/dimensions.js';
import type { Profile } from '../../catalogue/dimensions/profiles.js';
import type { Refusal } from '../../catalogue/refusals/refusal.js';
import { refusalOf } from '../../catalogue/refusals/refusals.js';
import { type Configuration, qemuReleaseIds } from '../../model/configuration.js';
import type { FaultId } from '../../model/fault.js';
import { usualConfiguration } from '../configurations/configurations.js';
import { selectValues, valuesIn, wordsFor } from '../configurations/dimensions.js';
import { select } from '../configurations/filter.js';
import { usageError } from '../usage-error.js';
import type { MatrixOptions } from './matrix.js';

function variedKeys({ vary = [] }: MatrixOptions): readonly string[] {
  const names = dimensions.map(({ key }) => key);
  const domain = { what: 'dimension', names, whenAbsent: names, whenExcluding: names };
  return select(vary, domain);
}

/**
 * What does not vary unless somebody asks for it: a matrix is of one release, and a guest that retries
 * fsync loses what werror=ignore does.
 */
const fixed: readonly string[] = ['qemu', 'fsync-error'];

/**
 * Nor do these today: since barriers are gone the order of the queue decides nothing, and a larger atomic
 * unit only spares what a smaller one tears. Machine types have both values of dpofua, config-wce=off is
 * for few, and so is a queue of another depth.
 */
const fixedToday: readonly string[] = [
  'elevator',
  'atomic-unit',
  'dpofua',
  'config-wce',
  'queue-depth',
];

/** Nor does what a guest with a device that it switched off has in common with cache=writethrough. */
const leftOutToday: Readonly<Record<string, readonly string[]>> = {
  'guest-write-cache': ['device-off'],
};

/** The values of a dimension that varies, where nobody says which. */
function variedValues(
  dimension: Dimension,
  profile: Profile,
  { vary }: MatrixOptions,
): readonly string[] {
  const all = valuesIn(dimension, profile);
  const left = vary === undefined ? leftOutToday[dimension.key] : undefined;
  return left === undefined ? all : all.filter((value) => !left.includes(value));
}

/** The steps of the action plans are changes of one release, and vary where that is the only one. */
const patchedRelease = '0.11';

/** Of each dimension the values that are looked at. */
export function selectedBy(options: MatrixOptions, profile: Profile): readonly Selected[] {
  const varied = variedKeys(options);
  const usual = usualConfiguration(profile);
  const releases = select(wordsFor('qemu', options, qemuReleaseIds), {
    what: 'QEMU release',
    names: qemuReleaseIds,
    whenAbsent: [profile.qemu],
    whenExcluding: qemuReleaseIds,
  });
  const isOld = releases.every((release) => release === patchedRelease);
  const isVaried = ({ key, part }: Dimension) => {
    if (options.vary !== undefined) return varied.includes(key);
    return !fixed.includes(key) && (isOld || (part !== 'patches' && !fixedToday.includes(key)));
  };
  const values = selectValues(options, profile, (dimension) =>
    isVaried(dimension) ? variedValues(dimension, profile, options) : [dimension.read(usual)],
  );
  return dimensions.map((dimension) => ({
    dimension,
    values: values.get(dimension.key) ?? [],
  }));
}

/** Counts are numbers, which are exact up to here. */
const countsMax = Number.MAX_SAFE_INTEGER;

function tooMany(what: string, count: number): Error {
  return usageError(
    `${what} is ${count.toPrecision(3)}, more than can be counted (${countsMax})`,
    '--vary names what is to vary: --vary frontend,cache,disk; --frontend virtio-blk narrows one of them',
  );
}

/** @throws UsageError where there are more than can be counted, or no machine at all. */
export function checkSize(
  selected: readonly Selected[],
  faults: readonly FaultId[],
  usual: Configuration,
  more: readonly Refusal[],
) {
  const combinations = productOf(selected);
  if (combinations > countsMax) throw tooMany('the number of combinations', combinations);
  const { configurations } = machinesOf({ selected, base: usual, more });
  const cells = configurations * faults.length;
  if (cells > countsMax) throw tooMany('the number of configurations x faults', cells);
  if (configurations > 0) return;
  const first = selected.reduce(
    (made, { dimension, values: [value = ''] }) => dimension.write(made, value),
    usual,
  );
  throw usageError(`there is no such machine: ${refusalOf(first, more)}`);
}
