import type { Position, VmDefinition, VmDisk } from '../../model/vm-disk.js';
import { positionAt } from '../text.js';
import { fits } from './glob.js';
import { placeOf } from './located.js';
import type { Site } from './read.js';
import type { SiteFile, SiteSettings } from './schema.js';

/** A disk, and where it was found. */
export interface SiteSubject {
  /** The definition's file, as it was named. */
  readonly file: string;
  readonly definition: VmDefinition;
  /** A file that holds several machines puts their names before the ids of their disks. */
  readonly isOneOfSeveral: boolean;
  readonly disk: VmDisk;
}

/** What one part of the file says, and where that part stands. */
interface Part {
  readonly settings: SiteSettings;
  readonly path: readonly (string | number)[];
}

/** All that is said of a disk: what counts most comes last. */
function partsFor(site: Site, subject: SiteSubject): readonly Part[] {
  const { default: common = {}, disks = [] } = site.file;
  const rules = disks.flatMap((rule, index) =>
    matches(rule.match, subject) ? [{ settings: rule, path: ['disks', index] }] : [],
  );
  return [{ settings: common, path: ['default'] }, ...rules];
}

/** Where the rules stand that fit none of some disks: a name may be misspelt. */
export function unusedRules(site: Site, subjects: readonly SiteSubject[]): readonly Position[] {
  return (site.file.disks ?? []).flatMap(({ match }, index) => {
    if (subjects.some((subject) => matches(match, subject))) return [];
    const { span } = placeOf(site.root, ['disks', index, 'match']);
    return [positionAt(site.source, span)];
  });
}

type Match = NonNullable<SiteFile['disks']>[number]['match'];

function matches({ disk, path, file }: Match, subject: SiteSubject): boolean {
  const isOf = (patterns: string | readonly string[] | undefined, names: readonly string[]) =>
    patterns === undefined ||
    [patterns].flat().some((pattern) => names.some((name) => fits(pattern, name)));
  const lies = subject.disk.source.name === '' ? [] : [subject.disk.source.name];
  return isOf(disk, diskNames(subject)) && isOf(path, lies) && isOf(file, [subject.file]);
}

/** What a pattern may fit: the id in its machine, and with the machine's name. */
export function diskNames({
  definition,
  isOneOfSeveral,
  disk,
}: Pick<SiteSubject, 'definition' | 'isOneOfSeveral'> & {
  readonly disk: Pick<VmDisk, 'id'>;
}): readonly string[] {
  const { id } = disk;
  if (!isOneOfSeveral) return definition.name === '' ? [id] : [id, `${definition.name}/${id}`];
  const slash = id.indexOf('/', definition.name.length);
  return [id.slice(slash + 1), id];
}

/** A value that the file gives, with its place. */
export interface Said<T> {
  readonly value: T;
  readonly at: Position;
  /** It is said of every disk, so that what a definition says of this one counts more. */
  readonly isCommon: boolean;
}

/** Asks for one setting: how it is read, and the path to it. */
export type Ask = <T>(
  read: (settings: SiteSettings) => T | undefined,
  ...path: readonly string[]
) => Said<T> | null;

/** The last part that says something of it counts; null where none does. */
export function askerOf(site: Site, subject: SiteSubject): Ask {
  const parts = partsFor(site, subject);
  return (read, ...path) => {
    const part = parts.findLast(({ settings }) => read(settings) !== undefined);
    const value = part === undefined ? undefined : read(part.settings);
    if (part === undefined || value === undefined) return null;
    const { span } = placeOf(site.root, [...part.path, ...path]);
    const isCommon = part === parts[0];
    return { value, at: positionAt(site.source, span), isCommon };
  };
}
