import type { BoundedStep, Target } from '../../../src/scenario/bounded/moves.js';

/** A step of a program by brute force, and the places that it writes to. */
interface Word {
  readonly kind: 'write' | 'fua' | 'flush' | 'wait';
  readonly to: readonly number[];
}

const places = [0, 1, 2];
const wait: Word = { kind: 'wait', to: [] };
const requests: readonly Word[] = [
  { kind: 'flush', to: [] },
  ...[[0], [1], [2], [0, 1]].flatMap((to): Word[] => [
    { kind: 'write', to },
    { kind: 'fua', to },
  ]),
];

/** Every sequence of so many requests, with and without a wait before and after each. */
export function* everyProgram(length: number): Generator<readonly Word[]> {
  if (length === 0) {
    yield* [[], [wait]];
    return;
  }
  for (const rest of everyProgram(length - 1)) {
    for (const request of requests)
      yield* [
        [request, ...rest],
        [wait, request, ...rest],
      ];
  }
}

/**
 * The one way in which all equivalent programs are written, with what they know to be safe in
 * brackets. '' for a program that promises nothing, that a wait at its end lets promise more, that
 * sends a flush that has nothing to do, or that writes to a place where a write is in flight.
 */
export function canonical(program: readonly Word[]): string {
  const useful = program.filter((_, at) => !isWaitForNothing(program, at));
  if (useful.some((_, at) => isSecondFlush(useful, at) || overlaps(useful, at))) return '';
  if (newlySafe([...useful, wait], useful.length).length > 0) return '';
  const news = useful.map((_, at) => newlySafe(useful, at));
  const last = useful.length - 1;
  const isUseless = useful[last]?.kind === 'wait' && news[last]?.length === 0;
  const ended = isUseless ? useful.slice(0, -1) : useful;
  if (news.every((each) => each.length === 0)) return '';
  const texts = renamingsOf(ended).map((names) => textOf(ended, news, names));
  return texts.sort()[0] ?? '';
}

function isWaitForNothing(program: readonly Word[], at: number): boolean {
  const before = program.slice(0, at).findLast(({ kind }) => kind !== 'flush');
  return program[at]?.kind === 'wait' && (before === undefined || before.kind === 'wait');
}

/** A flush with nothing to cover that the one before it did not: nothing was written, or completed. */
function isSecondFlush(program: readonly Word[], at: number): boolean {
  if (program[at]?.kind !== 'flush') return false;
  const before = program.slice(0, at).findLastIndex(({ kind }) => kind !== 'wait');
  if (before === -1) return true;
  return program[before]?.kind === 'flush' && (at === before + 1 || !isInFlight(program, before));
}

/** Whether a write without FUA is in flight where a step begins. */
function isInFlight(program: readonly Word[], at: number): boolean {
  const since = program.slice(0, at).findLastIndex(({ kind }) => kind === 'wait');
  return program.slice(since + 1, at).some(({ kind }) => kind === 'write');
}

function overlaps(program: readonly Word[], at: number): boolean {
  const since = program.slice(0, at).findLastIndex(({ kind }) => kind === 'wait');
  const inFlight = program.slice(since + 1, at).flatMap(({ to }) => to);
  return program[at]?.to.some((place) => inFlight.includes(place)) === true;
}

/** Places whose last write is safe after this step, and was not before it. */
function newlySafe(program: readonly Word[], at: number): number[] {
  const kind = program[at]?.kind;
  if (kind !== 'wait' && kind !== 'flush') return [];
  return places.filter(
    (place) => isSafe(program.slice(0, at + 1), place) && !isSafe(program.slice(0, at), place),
  );
}

/** A FUA write that was waited for, or a write that was waited for and then flushed. */
function isSafe(program: readonly Word[], place: number): boolean {
  const at = program.findLastIndex(({ to }) => to.includes(place));
  if (at < 0) return false;
  const since = program.slice(at).map(({ kind }) => kind);
  const waitedAt = since.indexOf('wait');
  return waitedAt > 0 && (since[0] === 'fua' || since.indexOf('flush', waitedAt) > 0);
}

const isNear = (a: number, b: number) => a < 2 && b < 2;

/** New names for the places that keep which of those in use are near each other. */
function renamingsOf(program: readonly Word[]): readonly (readonly number[])[] {
  const used = places.filter((place) => program.some(({ to }) => to.includes(place)));
  return permutations(places).filter((names) =>
    used.every((a) =>
      used.every((b) => a === b || isNear(a, b) === isNear(names[a] ?? -1, names[b] ?? -1)),
    ),
  );
}

function permutations(values: readonly number[]): readonly (readonly number[])[] {
  if (values.length === 0) return [[]];
  return values.flatMap((value) =>
    permutations(values.filter((each) => each !== value)).map((rest) => [value, ...rest]),
  );
}

function textOf(
  program: readonly Word[],
  news: readonly (readonly number[])[],
  names: readonly number[],
): string {
  const named = (some: readonly number[]) => some.map((place) => names[place]).sort();
  const words = program.map(({ kind, to }, at) => {
    const safe = named(news[at] ?? []);
    return `${kind}${named(to).join('')}${safe.length > 0 ? `[${safe.join('')}]` : ''}`;
  });
  return words.join(' ');
}

/** What the family itself says of a member, in the same words. */
export function memberText(moves: readonly BoundedStep[]): string {
  return moves
    .map((move) => {
      if (move.kind === 'acknowledge') return `[${[...move.places].sort().join('')}]`;
      return ` ${move.kind}${'place' in move ? toOf(move.place).join('') : ''}`;
    })
    .join('')
    .trim();
}

export function wordsOf(moves: readonly BoundedStep[]): readonly Word[] {
  return moves.flatMap((move): Word[] => {
    if (move.kind === 'write' || move.kind === 'fua')
      return [{ kind: move.kind, to: toOf(move.place) }];
    return move.kind === 'wait' || move.kind === 'flush' ? [{ kind: move.kind, to: [] }] : [];
  });
}

function toOf(target: Target): readonly number[] {
  return target === 'pair' ? [0, 1] : [target];
}
