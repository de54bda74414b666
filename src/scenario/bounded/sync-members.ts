import type { Move, PlaceIndex } from './moves.js';

/** Two places share a sector's neighbourhood (block, cluster); the third is far from both. */
const near = [0, 1] as const;
const far = 2;
const places = [...near, far] as const;

/** What the program knows of its last write to a place. */
type Knowledge = 'nothing' | 'in flight' | 'in flight, FUA' | 'complete' | 'durable';

interface Progress {
  readonly moves: readonly Move[];
  /** By place. */
  readonly known: readonly Knowledge[];
  /** Requests still to come. */
  readonly left: number;
  /** Whether anything was written since the last flush was sent. */
  readonly flushable: boolean;
}

/**
 * Every program of exactly `length` writes, FUA writes and flushes that waits where it likes and
 * acknowledges all that it then knows to be safe. Of programs that only name places differently
 * there is one.
 */
export function* syncMembers(length: number): Generator<readonly Move[]> {
  const known = places.map((): Knowledge => 'nothing');
  for (const moves of continued({ moves: [], known, left: length, flushable: false })) {
    if (promises(moves) && namesPlacesInOrder(moves)) yield moves;
  }
}

function* continued(progress: Progress): Generator<readonly Move[]> {
  if (progress.left === 0) {
    yield withWait(progress)?.moves ?? progress.moves;
    return;
  }
  for (const next of requestsAfter(progress)) yield* continued(next);
  if (!progress.known.some(isInFlight)) return;
  for (const next of requestsAfter(waited(progress))) yield* continued(next);
}

function requestsAfter(progress: Progress): readonly Progress[] {
  const open = places.filter(
    (place) => !isInFlight(progress.known[place]) && isNextName(progress.known, place),
  );
  const writes = open.flatMap((place) => [
    written(progress, { kind: 'write', place }, 'in flight'),
    written(progress, { kind: 'fua', place }, 'in flight, FUA'),
  ]);
  return progress.flushable ? [...writes, flushed(progress)] : writes;
}

/** Either of the near places may be called the first. */
function isNextName(known: readonly Knowledge[], place: PlaceIndex): boolean {
  return place !== near[1] || known[near[0]] !== 'nothing';
}

function written(
  { moves, known, left }: Progress,
  move: Extract<Move, { readonly place: PlaceIndex }>,
  knowledge: Knowledge,
): Progress {
  return {
    moves: [...moves, move],
    known: known.with(move.place, knowledge),
    left: left - 1,
    flushable: true,
  };
}

/** A flush covers what was complete when it was sent, and the program waits for it. */
function flushed({ moves, known, left }: Progress): Progress {
  const after = known.map((each) => (each === 'complete' ? 'durable' : each));
  return {
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
  moves: readonly Move[],
  before: readonly Knowledge[],
  after: readonly Knowledge[],
): readonly Move[] {
  const news = places.filter((place) => after[place] === 'durable' && before[place] !== 'durable');
  return news.length === 0 ? moves : [...moves, { kind: 'acknowledge', places: news }];
}

function isInFlight(knowledge: Knowledge | undefined): boolean {
  return knowledge === 'in flight' || knowledge === 'in flight, FUA';
}

function promises(moves: readonly Move[]): boolean {
  return moves.some(({ kind }) => kind === 'acknowledge');
}

/** Where no two near places are in use, the first place in use is called near. */
function namesPlacesInOrder(moves: readonly Move[]): boolean {
  const used = moves.flatMap((move) => ('place' in move ? [move.place] : []));
  return used[0] !== far || used.includes(near[1]);
}
