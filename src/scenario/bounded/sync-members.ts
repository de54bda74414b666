import { type BoundedStep, type PlaceIndex, pair, type Target } from './moves.js';

/** Two places are neighbours (in one block, one cluster); the third is far from both. */
const far = 2;
const places = [...pair, far] as const;
const targets = [...places, 'pair'] as const;

/** What the program knows of its last write to a place. */
type Knowledge = 'nothing' | 'in flight' | 'in flight, FUA' | 'complete' | 'durable';

interface Progress {
  readonly moves: readonly BoundedStep[];
  /** By place. */
  readonly known: readonly Knowledge[];
  /** Requests still to come. */
  readonly left: number;
  /** Whether anything was written, or completed, since the last flush was sent. */
  readonly flushable: boolean;
  /** Whether a write went to the first of the neighbours alone. */
  readonly isFirstNamed: boolean;
}

/**
 * Every program of exactly `length` writes, FUA writes and flushes that waits where it likes and
 * acknowledges all that it then knows to be safe. Of programs that only name places differently
 * there is one.
 */
export function* syncMembers(length: number): Generator<readonly BoundedStep[]> {
  const known = places.map((): Knowledge => 'nothing');
  const start = { moves: [], known, left: length, flushable: false, isFirstNamed: false };
  for (const moves of continued(start)) {
    if (promises(moves) && namesPlacesInOrder(moves)) yield moves;
  }
}

function* continued(progress: Progress): Generator<readonly BoundedStep[]> {
  if (progress.left === 0) {
    yield withWait(progress)?.moves ?? progress.moves;
    return;
  }
  for (const next of requestsAfter(progress)) yield* continued(next);
  if (!progress.known.some(isInFlight)) return;
  for (const next of requestsAfter(waited(progress))) yield* continued(next);
}

function requestsAfter(progress: Progress): readonly Progress[] {
  const open = targets.filter(
    (target) =>
      !placesOf(target).some((place) => isInFlight(progress.known[place])) &&
      isNextName(progress, target),
  );
  const writes = open.flatMap((place) => [
    written(progress, { kind: 'write', place }, 'in flight'),
    written(progress, { kind: 'fua', place }, 'in flight, FUA'),
  ]);
  return progress.flushable ? [...writes, flushed(progress)] : writes;
}

function placesOf(target: Target): readonly PlaceIndex[] {
  return target === 'pair' ? pair : [target];
}

/** Either of the neighbours may be called the first, by whatever is written to it alone. */
function isNextName({ isFirstNamed }: Progress, target: Target): boolean {
  return target !== pair[1] || isFirstNamed;
}

function written(
  { moves, known, left, isFirstNamed }: Progress,
  move: Extract<BoundedStep, { readonly place: Target }>,
  knowledge: Knowledge,
): Progress {
  const taken = placesOf(move.place);
  return {
    moves: [...moves, move],
    known: known.map((before, place) => (taken.includes(place) ? knowledge : before)),
    left: left - 1,
    flushable: true,
    isFirstNamed: isFirstNamed || move.place === pair[0],
  };
}

/** A flush covers what was complete when it was sent, and the program waits for it. */
function flushed(progress: Progress): Progress {
  const { moves, known, left } = progress;
  const after = known.map((each) => (each === 'complete' ? 'durable' : each));
  return {
    ...progress,
    moves: acknowledged([...moves, { kind: 'flush' }], known, after),
    known: after,
    left: left - 1,
    flushable: false,
  };
}

function waited(progress: Progress): Progress {
  const { moves, known } = progress;
  const after = known.map(whenComplete);
  return {
    ...progress,
    moves: acknowledged([...moves, { kind: 'wait' }], known, after),
    known: after,
    flushable: progress.flushable || after.includes('complete'),
  };
}

/** A wait at the end is of use where the program then knows more. */
function withWait(progress: Progress): Progress | null {
  return progress.known.includes('in flight, FUA') ? waited(progress) : null;
}

function whenComplete(knowledge: Knowledge): Knowledge {
  if (knowledge === 'in flight') return 'complete';
  return knowledge === 'in flight, FUA' ? 'durable' : knowledge;
}

/** Says what is newly known. What was said before stays said. */
function acknowledged(
  moves: readonly BoundedStep[],
  before: readonly Knowledge[],
  after: readonly Knowledge[],
): readonly BoundedStep[] {
  const news = places.filter((place) => after[place] === 'durable' && before[place] !== 'durable');
  return news.length === 0 ? moves : [...moves, { kind: 'acknowledge', places: news }];
}

function isInFlight(knowledge: Knowledge | undefined): boolean {
  return knowledge === 'in flight' || knowledge === 'in flight, FUA';
}

function promises(moves: readonly BoundedStep[]): boolean {
  return moves.some(({ kind }) => kind === 'acknowledge');
}

/** Where the neighbours are not both in use, the first place in use is one of them. */
function namesPlacesInOrder(moves: readonly BoundedStep[]): boolean {
  const used = moves.flatMap((move) => ('place' in move ? [move.place] : []));
  return used[0] !== far || used.includes(pair[1]) || used.includes('pair');
}
