import type { BoundedStep, PlaceIndex } from './moves.js';

interface Progress {
  readonly moves: readonly BoundedStep[];
  /** The place of the next request, and so the number of those before it. */
  readonly next: PlaceIndex;
  readonly inFlight: boolean;
  /** Requests up to here, barriers and what is before them, are safe once complete. */
  readonly ordered: number;
  readonly acknowledged: number;
}

/**
 * Every program of exactly `length` writes and barriers, each to a place of its own, that waits
 * where it likes and acknowledges what the barriers that it waited for have made safe.
 */
export function* barrierMembers(length: number): Generator<readonly BoundedStep[]> {
  const start = { moves: [], next: 0, inFlight: false, ordered: 0, acknowledged: 0 };
  for (const moves of continued(start, length)) {
    if (moves.some(({ kind }) => kind === 'barrier')) yield moves;
  }
}

function* continued(progress: Progress, length: number): Generator<readonly BoundedStep[]> {
  if (progress.next === length) {
    yield progress.ordered > progress.acknowledged ? waited(progress).moves : progress.moves;
    return;
  }
  for (const next of requestsAfter(progress)) yield* continued(next, length);
  if (!progress.inFlight) return;
  for (const next of requestsAfter(waited(progress))) yield* continued(next, length);
}

function requestsAfter(progress: Progress): readonly Progress[] {
  const place = progress.next;
  const sent = { ...progress, next: place + 1, inFlight: true };
  return [
    { ...sent, moves: [...progress.moves, { kind: 'write', place }] },
    ...(['resend', 'wait'] as const).map((refused) => ({
      ...sent,
      moves: [...progress.moves, { kind: 'barrier' as const, place, refused }],
      ordered: place + 1,
    })),
  ];
}

function waited(progress: Progress): Progress {
  const { moves, ordered, acknowledged } = progress;
  const places = Array.from({ length: ordered - acknowledged }, (_, at) => acknowledged + at);
  const told = places.length === 0 ? [] : [{ kind: 'acknowledge' as const, places }];
  return {
    ...progress,
    moves: [...moves, { kind: 'wait' }, ...told],
    inFlight: false,
    acknowledged: ordered,
  };
}
