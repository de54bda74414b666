import { cacheNameOf } from '../model/cache-name.js';
import type { DiskSource, SaidOfGuest, SaidOfHost } from '../model/disk-source.js';
import { addToGroup } from '../model/group-by.js';
import type { SiteSystem } from '../model/site.js';
import type { ConfigNote, Fact, Position, VmDefinition, VmDisk } from '../model/vm-disk.js';
import { withFirstNoted } from './definitions.js';
import { byDefault, unresolved } from './fact.js';
import type { ReadContext, ReadResult } from './reader.js';
import { isRead, onceNoted, oneReading, refusalNotes } from './together.js';

/** What decides on a value, by the place of the value. */
type Decider = (at: Position) => string;

/** One reading of several texts of which one is there: values that differ are unresolved. */
export function mergedReading(
  results: readonly ReadResult[],
  { qemuVersion }: ReadContext,
  decider: Decider,
): ReadResult {
  const [first, ...others] = results.filter(isRead);
  const [refused] = results;
  if (first === undefined || refused === undefined)
    return refused ?? { diagnostics: [], isForeign: true };
  const found = sameInSeveral(
    [first, ...others].map(({ plain }) => plain),
    ({ name, at }) => name || placeOf(at),
  );
  const merged = found.map((definitions) => mergedDefinition(definitions, decider));
  const notes = refusalNotes(results, 'what the template may be, too, is not read');
  const plain = onceNoted(withFirstNoted(merged, notes));
  return oneReading([first, ...others], plain, qemuVersion);
}

const placeOf = ({ line, column }: Position): string => `${line}:${column}`;

/** What is the same thing in several lists; of things with one key the first is the first, and so on. */
function sameInSeveral<T>(
  lists: readonly (readonly T[])[],
  keyOf: (item: T) => string,
): readonly (readonly T[])[] {
  const found = new Map<string, T[]>();
  for (const list of lists) {
    const counts = new Map<string, number>();
    for (const item of list) {
      const count = (counts.get(keyOf(item)) ?? 0) + 1;
      counts.set(keyOf(item), count);
      addToGroup(found, `${count} ${keyOf(item)}`, item);
    }
  }
  return [...found.values()];
}

function mergedDefinition(all: readonly VmDefinition[], decider: Decider): VmDefinition {
  const [first] = all;
  if (first === undefined) throw new Error('no definitions are merged');
  const disks = sameInSeveral(
    all.map((each) => each.disks),
    ({ id, isCounted, at }) => (isCounted === true ? placeOf(at) : id),
  ).map((same) => mergedDisk(same, decider));
  const ids = new Set(disks.map(({ id }) => id));
  const skipped = sameInSeveral(
    all.map((each) => each.skipped),
    ({ id }) => id,
  ).flatMap((same) => same.slice(0, 1));
  const guest = mergedGuest(all, decider);
  return {
    ...first,
    ...(guest === undefined ? {} : { guest }),
    machineType: mergedOrNull(
      all.map(({ machineType }) => machineType),
      decider,
    ),
    disks,
    // A drive that some branch makes a disk is judged.
    skipped: skipped.filter(({ id }) => !ids.has(id)),
    notes: all.flatMap(({ notes }) => notes),
  };
}

/** Where one of them names none it is Linux, as without a name. */
function mergedGuest(
  all: readonly VmDefinition[],
  decider: Decider,
): VmDefinition['guest'] | undefined {
  const named = all.flatMap(({ guest }) => (guest === undefined ? [] : [guest]));
  const [first] = named;
  if (first === undefined) return undefined;
  const unnamed = byDefault<SiteSystem>('linux', '', first.system.origin.at);
  const system = merged(
    all.map(({ guest }) => guest?.system ?? unnamed),
    decider,
  );
  const agree = (of: (guest: SaidOfGuest) => string) =>
    named.find((guest) => of(guest) !== '') ?? first;
  return {
    system,
    kernel: agree(({ kernel }) => kernel).kernel,
    other: agree(({ other }) => other).other,
  };
}

function mergedDisk(disks: readonly VmDisk[], decider: Decider): VmDisk {
  const [first] = disks;
  if (first === undefined) throw new Error('no disks are merged');
  if (disks.length === 1) return first;
  const fact = <T>(of: (disk: VmDisk) => Fact<T>) => merged(disks.map(of), decider);
  const setting = <T>(of: (disk: VmDisk) => Fact<T> | null) => mergedOrNull(disks.map(of), decider);
  const word = (of: (disk: VmDisk) => string) =>
    disks.every((disk) => of(disk) === of(first)) ? of(first) : '';
  const caches = disks.flatMap((disk) => disk.caches);
  return {
    ...first,
    frontend: fact(({ frontend }) => frontend),
    device: word(({ device }) => device),
    controller: word(({ controller }) => controller),
    writeback: fact(({ writeback }) => writeback),
    direct: fact(({ direct }) => direct),
    noFlush: fact(({ noFlush }) => noFlush),
    caches: [...new Map(caches.map((each) => [cacheNameOf(each), each])).values()],
    aio: fact(({ aio }) => aio),
    format: fact(({ format }) => format),
    rawDriver: setting(({ rawDriver }) => rawDriver),
    source: {
      name: word(({ source }) => source.name),
      kind: fact(({ source }) => source.kind),
      ...mergedHost(disks, decider),
    },
    werror: fact(({ werror }) => werror),
    rerror: fact(({ rerror }) => rerror),
    discard: fact(({ discard }) => discard),
    detectZeroes: fact(({ detectZeroes }) => detectZeroes),
    dpofua: setting(({ dpofua }) => dpofua),
    configWce: setting(({ configWce }) => configWce),
    shared: disks.some(({ shared }) => shared),
    disposable: disks.every(({ disposable }) => disposable !== '') ? first.disposable : '',
    notes: onceAtPlace(disks.flatMap(({ notes }) => notes)),
  };
}

/** Where it lies on one of several, nobody knows on which. */
function mergedHost(disks: readonly VmDisk[], decider: Decider): Pick<DiskSource, 'host'> {
  const hosts = disks.flatMap(({ source }) => (source.host === undefined ? [] : [source.host]));
  const [first, ...others] = hosts;
  if (first === undefined) return {};
  const isSame = hosts.length === disks.length && others.every((each) => isAsSaid(each, first));
  if (isSame) return { host: first };
  const shared = hosts.some(({ isShared }) => isShared) ? { isShared: true as const } : {};
  return { host: { at: first.at, doubt: `a host that depends: ${decider(first.at)}`, ...shared } };
}

function isAsSaid({ at: _, ...one }: SaidOfHost, { at: __, ...other }: SaidOfHost): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function onceAtPlace(notes: readonly ConfigNote[]): readonly ConfigNote[] {
  return [...new Map(notes.map((each) => [`${placeOf(each.at)} ${each.message}`, each])).values()];
}

function merged<T>(facts: readonly Fact<T>[], decider: Decider): Fact<T> {
  const [first] = facts;
  if (first === undefined) throw new Error('no facts are merged');
  const all = facts.flatMap((each) => (each.known ? [each.value] : each.values));
  const values = [...new Set(all)];
  if (first.known && values.length === 1 && facts.every(({ known }) => known)) return first;
  if (facts.every(({ known }) => !known) && facts.every((each) => isLike(each, first)))
    return first;
  const isOpen = facts.some((each) => !each.known && each.values.length === 0);
  const at = (facts.find(({ origin }) => origin.kind === 'file') ?? first).origin.at;
  return unresolved(decider(at), at, isOpen ? [] : values);
}

function isLike<T>(one: Fact<T>, other: Fact<T>): boolean {
  if (one.known || other.known) return false;
  return (
    one.values.length === other.values.length &&
    one.values.every((value) => other.values.includes(value))
  );
}

/** What only some have is open. */
function mergedOrNull<T>(facts: readonly (Fact<T> | null)[], decider: Decider): Fact<T> | null {
  const found = facts.filter((fact) => fact !== null);
  const [first] = found;
  if (first === undefined || found.length === facts.length) {
    return first === undefined ? null : merged(found, decider);
  }
  const { at } = first.origin;
  return unresolved(decider(at), at);
}
