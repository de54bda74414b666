import type { RecoverySpec, Region } from '../../model/script.js';
import type { Reference, Scenario } from '../scenario.js';
import { namesOf } from './expression.js';
import type { Path } from './located.js';
import { held, type Reading, report } from './reading.js';
import { reference, references } from './reference.js';
import { atomicSchema, orderedSchema, recoverySchemas } from './schema.js';
import { didYouMean, quoted } from './suggest.js';

type Ordered = Scenario['ordered'][number];
export interface Promises {
  readonly ordered: Ordered[];
  readonly atomics: Reference[][];
}

function keysOf(data: unknown): string[] {
  return typeof data === 'object' && data !== null ? Object.keys(data) : [];
}

/** Promises are about the whole script, so that nothing can be drawn for them. */
function checkDrawsNothing(reading: Reading, references: readonly Reference[]): void {
  for (const { index } of references) {
    if (index === null || !namesOf(index.expression, () => {})) continue;
    report(reading, index.span, 'a promise cannot draw', 'use numbers and parameters');
  }
}

function readOrdered(reading: Reading, data: unknown, path: Path): Ordered | null {
  const fields = held(reading, orderedSchema, data, path)?.ordered;
  if (fields === undefined) return null;
  const side = (name: 'first' | 'second') =>
    reference(reading, fields[name], [...path, 'ordered', name], reading.parameterNames);
  const [first, second] = [side('first'), side('second')];
  if (first === null || second === null) return null;
  checkDrawsNothing(reading, [first, second]);
  return { first, second };
}

function readAtomic(reading: Reading, data: unknown, path: Path): Reference[] | null {
  const fields = held(reading, atomicSchema, data, path);
  if (fields === null) return null;
  const unit = references(reading, fields.atomic, [...path, 'atomic'], reading.parameterNames);
  checkDrawsNothing(reading, unit);
  return unit;
}

function readPromise(reading: Reading, data: unknown, path: Path, into: Promises): void {
  const [key = ''] = keysOf(data);
  if (key === 'ordered') {
    const ordered = readOrdered(reading, data, path);
    if (ordered !== null) into.ordered.push(ordered);
  } else if (key === 'atomic') {
    const atomic = readAtomic(reading, data, path);
    if (atomic !== null) into.atomics.push(atomic);
  } else {
    const help = key === 'durable' ? 'durability is promised by the step `acknowledge`' : '';
    const known = didYouMean(key, ['ordered', 'atomic']);
    report(
      reading,
      reading.located.keySpan([...path, key]),
      `${quoted(key)} is not a promise`,
      help || known,
    );
  }
}

export function readPromises(reading: Reading, data: unknown, path: Path): Promises {
  const promises: Promises = { ordered: [], atomics: [] };
  if (!Array.isArray(data)) return promises;
  for (const [index, item] of data.entries())
    readPromise(reading, item, [...path, index], promises);
  return promises;
}

/** Regions that must be one sector, because recoveries take them as never torn. */
const oneSector: ReadonlySet<string> = new Set(['header', 'commit', 'roots', 'current']);

/** A field of a recovery that names a region. */
interface RegionField {
  readonly field: string;
  readonly name: string;
  readonly path: Path;
}

function checkRegionField(
  reading: Reading,
  regions: readonly Region[],
  { field, name, path }: RegionField,
): void {
  const span = reading.located.span(path);
  if (!reading.regionNames.includes(name)) {
    const help = didYouMean(name, reading.regionNames);
    report(reading, span, `no region is named ${quoted(name)}`, help);
    return;
  }
  const sectorCount = regions.find((region) => region.name === name)?.extents[0]?.sectorCount ?? 1;
  if (oneSector.has(field) && sectorCount !== 1) {
    const found = `an element of \`${name}\` has ${sectorCount}`;
    const message = `\`${field}\` must be one sector, and ${found}`;
    report(reading, span, message, 'more than one sector can be torn');
  }
}

export function readRecovery(
  reading: Reading,
  regions: readonly Region[],
  data: unknown,
  path: Path,
): RecoverySpec {
  if (reading.hasModule && data !== undefined) {
    report(
      reading,
      reading.located.keySpan(path),
      'the function `recover` takes the place of this',
    );
  }
  if (reading.hasModule) return { kind: 'module' };
  if (data === undefined) return { kind: 'none' };
  const [kind = '', another] = keysOf(data);
  if (!Object.hasOwn(recoverySchemas, kind) || another !== undefined) {
    const span = reading.located.keySpan(kind === '' ? path : [...path, another ?? kind]);
    const help = didYouMean(kind, Object.keys(recoverySchemas));
    report(reading, span, `${quoted(another ?? kind)} is not a recovery here`, help);
    return { kind: 'none' };
  }
  const known = kind as keyof typeof recoverySchemas;
  const inside = [...path, known];
  const fields = held(
    reading,
    recoverySchemas[known],
    (data as Record<string, unknown>)[known],
    inside,
  );
  if (fields === null) return { kind: 'none' };
  for (const [field, value] of Object.entries(fields)) {
    const isRegion = typeof value === 'string' && field !== 'records';
    if (isRegion) {
      checkRegionField(reading, regions, { field, name: value, path: [...inside, field] });
    }
  }
  const spec = { kind: known, ...(known === 'write-ahead-log' ? plainLog : {}), ...fields };
  checkBuffer(reading, spec as RecoverySpec, inside);
  return spec as RecoverySpec;
}

const plainLog = { pages: '', header: '', records: 'pages', buffer: '' };

/** Copies mend pages that a log of changes needs whole; a log of whole pages needs none. */
function checkBuffer(reading: Reading, spec: RecoverySpec, path: Path): void {
  if (spec.kind !== 'write-ahead-log' || spec.buffer === '' || spec.records === 'changes') return;
  const message = 'a log of whole pages mends torn pages by itself';
  const help = 'say `records: changes`, or leave `buffer` out';
  report(reading, reading.located.keySpan([...path, 'buffer']), message, help);
}
