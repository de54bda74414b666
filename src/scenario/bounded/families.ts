import type { Region, Script } from '../../model/script.js';
import { compileScenario } from '../compile.js';
import { nowhere } from '../language/source.js';
import type { Reference, Scenario, Step } from '../scenario.js';
import { barrierMembers } from './barrier-members.js';
import { type BoundedStep, pair, type Target } from './moves.js';
import { syncMembers } from './sync-members.js';

/** What programs order their writes with. */
export const familyNames = ['sync', 'barrier'] as const;

/** Every workload of up to so many requests, of those that differ: small scopes hold most bugs. */
export interface BoundedFamily {
  readonly name: (typeof familyNames)[number];
  /** The largest number of requests. */
  readonly requests: number;
}

/** Beyond this there are more workloads than anybody can wait for. */
export const requestsMax = 8;

const sectorCount = 1024;
/** Far enough from the first sectors to share no block and no cluster with them. */
const farLba = 512;

/** The name, suite and guests of a family; its steps are those of no member. */
export function boundedScenario({ name, requests }: BoundedFamily): Scenario {
  const texts = {
    sync: 'writes, FUA writes and flushes, which acknowledges what it knows to be safe',
    barrier: 'writes and barriers, which waits for barriers only to acknowledge',
  };
  return {
    name: `bounded-${name}-${requests}`,
    suite: name === 'sync' ? 'completion' : 'barrier',
    summary: `Every workload of up to ${requests} ${texts[name]}.`,
    models: 'Any program that is as small.',
    guests: {
      linuxFrom: '',
      linuxUntil: name === 'barrier' ? '2.6.36' : '',
      nobarrierUntil: '',
    },
    sectorCount,
    atomicBytes: 512,
    keepsCompleted: false,
    direct: false,
    overlapDeclared: false,
    parameters: [],
    regions: name === 'sync' ? [placesOf(3, 1), together] : [placesOf(requests, 2)],
    steps: [],
    ordered: [],
    atomics: [],
    recovery: { kind: 'none' },
    pinned: [],
    random: false,
    source: { file: '', lines: [] },
  };
}

/** The members of a family, the shortest first. */
export function* boundedScripts(family: BoundedFamily): Generator<Script> {
  const scenario = boundedScenario(family);
  const members = family.name === 'sync' ? syncMembers : barrierMembers;
  for (let length = 1; length <= family.requests; length += 1) {
    for (const moves of members(length)) yield scriptOf(scenario, moves);
  }
}

/** @throws Error for moves that are no program: a bug of what made them. */
export function scriptOf(scenario: Scenario, moves: readonly BoundedStep[]): Script {
  const member = { ...scenario, steps: moves.map(stepOf), ordered: orderedBy(moves) };
  const compiled = compileScenario(member, {}, []);
  if ('script' in compiled) return compiled.script;
  const problems = compiled.diagnostics.map(({ message }) => message).join('; ');
  throw new Error(`${scenario.name}: ${JSON.stringify(moves)}: ${problems}`);
}

/** Both neighbours in one write. */
const together: Region = {
  name: 'pair' satisfies Target,
  extents: [{ lba: pair[0], sectorCount: pair.length }],
};

/** Places 0 and 1 are neighbours, and so are 3 and 4, and so on; the others are far away. */
function placesOf(count: number, sectorsEach: number): Region {
  const extents = Array.from({ length: count }, (_, place) => ({
    lba: (place % 3 === 2 ? farLba : 0) + place * sectorsEach,
    sectorCount: sectorsEach,
  }));
  return { name: 'place', extents };
}

function stepOf(move: BoundedStep): Step {
  if (move.kind === 'acknowledge') {
    const durable = move.places.map(referenceTo);
    return { kind: 'acknowledge', durable, transaction: null, span: nowhere };
  }
  if (!('place' in move)) return { kind: move.kind, span: nowhere };
  return {
    kind: move.kind === 'barrier' ? 'barrier' : 'write',
    target: referenceTo(move.place),
    sectors: null,
    transaction: null,
    fua: move.kind === 'fua',
    refused: move.kind === 'barrier' ? move.refused : 'resend',
    span: nowhere,
  };
}

/** What is before a barrier, the barrier, and what is after it: in this order. */
function orderedBy(moves: readonly BoundedStep[]): Scenario['ordered'] {
  const requests = moves.filter((move) => 'place' in move);
  return requests.flatMap((second, at) => {
    const barriers = requests.slice(0, at + 1).map(({ kind }) => kind === 'barrier');
    const last = barriers.lastIndexOf(true);
    return requests
      .slice(0, Math.min(last + 1, at))
      .map((first) => ({ first: referenceTo(first.place), second: referenceTo(second.place) }));
  });
}

function referenceTo(target: Target): Reference {
  if (target === 'pair') return { region: target, index: null, span: nowhere };
  const text = String(target);
  const index = { expression: { kind: 'number', value: target }, text, span: nowhere } as const;
  return { region: 'place', index, span: nowhere };
}
