import type { Aftermath } from '../../model/aftermath.js';
import type { Extent, Lba, VersionId } from '../../model/script.js';
import { ask, type Chooser } from '../../stack/choose.js';
import { aftermathOf, type CrashState, readSector } from '../../stack/crash-state.js';
import { putBack, setAside, takeBack } from '../../stack/decisions.js';
import { createBranching, nextAnswers, type SwitchedChooser } from './branching.js';
import { isWithinLimit, type PartialLimit } from './partial-limit.js';
import type { WatchContext } from './watch.js';

/** The crash states of one crash point under one fault, decided as far as somebody has read. */
export interface CrashTree {
  readonly crash: CrashState;
  /** The chooser of `crash.machine`. */
  readonly nature: SwitchedChooser;
  readonly aftermath: Aftermath;
  /** Checksums that were answered with no: not all sectors of the extent show the version. */
  readonly unlike: { readonly extent: Extent; readonly version: VersionId }[];
  readonly limit: PartialLimit;
  /** Two writes to one sector may be in flight together. */
  readonly overlaps: boolean;
  /** A read goes by what another decided; else it is asked again, and both must fit. */
  readonly sharesDecisions: boolean;
  /** Of two faults, which; what is left of the first is gone on with. */
  readonly fault: 'only' | 'first' | 'second';
  /** Where checksums are asked sector for sector, like sectors stand for one another. */
  readonly hasLikeSectors: boolean;
  /** The last read and earlier ones together show what no disk can. */
  isImpossible: boolean;
  /** Nobody wants to see more of it. */
  isEnough: boolean;
}

export function createCrashTree(
  crash: CrashState,
  limit: PartialLimit,
  { nature, overlaps, reductions }: Pick<WatchContext, 'nature' | 'overlaps' | 'reductions'>,
  fault: CrashTree['fault'] = 'only',
): CrashTree {
  const { program, stack } = crash.machine;
  const mayStandIn = reductions.checksums && reductions.sharedDecisions;
  const areSectorsAlone = program.unitShift === 0 && !overlaps && !stack.image.allocatesOnWrite;
  const tree: CrashTree = {
    crash,
    nature,
    aftermath: { ...aftermathOf(crash), read: (lba) => readPossible(tree, lba) },
    unlike: [],
    limit,
    overlaps,
    sharesDecisions: reductions.sharedDecisions,
    fault,
    hasLikeSectors: mayStandIn && fault !== 'only' && areSectorsAlone,
    isImpossible: false,
    isEnough: false,
  };
  return tree;
}

/** What a sector shows, which decides what is open of it. */
export function read(tree: CrashTree, lba: Lba): VersionId {
  const { crash } = tree;
  if (tree.sharesDecisions) return readSector(crash, lba);
  const before = setAside(crash);
  const seen = readSector(crash, lba);
  const now = setAside(crash);
  return putBack(crash, before) && putBack(crash, now) ? seen : giveUp(tree);
}

/** The same for a judge, who must not be shown what no disk can show. */
function readPossible(tree: CrashTree, lba: Lba): VersionId {
  const seen = read(tree, lba);
  return isWithinLimit(tree.crash.machine, tree.limit) ? seen : giveUp(tree);
}

function giveUp(tree: CrashTree): never {
  tree.isImpossible = true;
  throw new Error('no disk shows this');
}

/** How far decisions have got, to come back to. */
export function decided({ crash }: CrashTree): number {
  return crash.trail?.length ?? 0;
}

export function backTo({ crash }: CrashTree, length: number): void {
  takeBack(crash, length);
}

export const open = -1;

/** What a sector shows if that is decided, else `open`. Nothing is decided by asking. */
export function peek(tree: CrashTree, lba: Lba): VersionId | typeof open {
  const before = decided(tree);
  const { nature } = tree;
  const outer = nature.to;
  nature.to = probe;
  probe.asked = false;
  const seen = readSector(tree.crash, lba);
  nature.to = outer;
  if (!probe.asked) return seen;
  backTo(tree, before);
  return open;
}

/** One for all: nothing is asked while it answers but what it answers. */
const probe: Chooser & { asked: boolean } = {
  asked: false,
  choose: () => {
    probe.asked = true;
    return 0;
  },
};

/** Decides, one way after the other, what `read` asks for, and visits what it then gives. */
export function branchOver<Value>(
  tree: CrashTree,
  read: () => Value,
  visit: (value: Value) => void,
): void {
  const before = decided(tree);
  const branching = createBranching();
  do {
    tree.isImpossible = false;
    const answer = withNature(tree, branching, () => unlessImpossible(tree, read));
    if (answer !== null && isConsistent(tree)) visit(answer.value);
    backTo(tree, before);
  } while (!tree.isEnough && nextAnswers(branching));
}

function unlessImpossible<Value>(tree: CrashTree, run: () => Value): { value: Value } | null {
  try {
    return { value: run() };
  } catch (error) {
    // What was run may have made another error of it.
    if (tree.isImpossible) return null;
    throw error;
  }
}

/** Lets all sectors of the extent show the version. Returns false where they cannot. */
export function force(tree: CrashTree, extent: Extent, version: VersionId): boolean {
  // Everything newer is gone; the version itself is there, and so are all allocations.
  const chooser: Chooser = {
    choose: (kind, subject) => (kind === ask.lose && subject !== version ? 1 : 0),
  };
  return withNature(tree, chooser, () => readsAs(tree, extent, version));
}

/** Whether all sectors of the extent show the version, which decides what is open of them. */
function readsAs({ crash }: CrashTree, { lba, sectorCount }: Extent, version: VersionId): boolean {
  for (let sector = lba; sector < lba + sectorCount; sector += 1)
    if (readSector(crash, sector) !== version) return false;
  return true;
}

/** Whether what was answered so far can be true of one disk, as far as it is decided. */
export function isConsistent(tree: CrashTree): boolean {
  if (!isWithinLimit(tree.crash.machine, tree.limit)) return false;
  return tree.unlike.every(({ extent, version }) => !showsAll(tree, extent, version));
}

function showsAll(tree: CrashTree, { lba, sectorCount }: Extent, version: VersionId): boolean {
  for (let sector = lba; sector < lba + sectorCount; sector += 1)
    if (peek(tree, sector) !== version) return false;
  return true;
}

/**
 * Whether there is a disk on which everything that was answered is true. Only checksums that were
 * answered with no leave anything to look for, and one of them by itself can always be had.
 */
export function hasWitness(tree: CrashTree): boolean {
  const { crash, limit, unlike } = tree;
  const isFree = limit.writes.length === 0 && !crash.machine.stack.image.allocatesOnWrite;
  if (unlike.length === 0 || (unlike.length === 1 && isFree)) return true;
  if (isBareWitness(tree)) return true;
  let found = false;
  visitWitness(tree, () => {
    found = true;
  });
  return found;
}

/** Whether everything that was answered is true where everything that is open is lost: mostly it is. */
function isBareWitness(tree: CrashTree): boolean {
  const before = decided(tree);
  const isTrue = withNature(tree, losesEverything, () =>
    tree.unlike.every(({ extent, version }) => !readsAs(tree, extent, version)),
  );
  const isWitness = isTrue && isWithinLimit(tree.crash.machine, tree.limit);
  backTo(tree, before);
  return isWitness;
}

const losesEverything: Chooser = { choose: (kind) => (kind === ask.lose ? 1 : 0) };

/** Visits one disk on which everything that was answered is true; none where there is none. */
export function visitWitness(tree: CrashTree, visit: () => void): void {
  visitUnlike(tree, 0, visit);
}

function visitUnlike(tree: CrashTree, at: number, visit: () => void): boolean {
  const checksum = tree.unlike[at];
  if (checksum === undefined) {
    visit();
    return true;
  }
  const { lba, sectorCount } = checksum.extent;
  let found = false;
  for (let sector = lba; sector < lba + sectorCount && !found; sector += 1)
    branchOver(
      tree,
      () => readSector(tree.crash, sector),
      (seen) => {
        if (!found && seen !== checksum.version) found = visitUnlike(tree, at + 1, visit);
      },
    );
  return found;
}

function withNature<Value>(tree: CrashTree, chooser: Chooser, run: () => Value): Value {
  const { nature } = tree;
  const before = nature.to;
  nature.to = chooser;
  try {
    return run();
  } finally {
    nature.to = before;
  }
}
