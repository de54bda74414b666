import type { Choice, PowerCut } from '../model/choice.js';
import type { FaultOrNone } from '../model/fault.js';
import type { Suite } from '../model/result.js';
import type { RecoverySpec, RefusedBarrier, Region } from '../model/script.js';
import type { Formula } from './language/expression.js';
import type { Source, Span } from './language/source.js';

/** A region, or one element of it where there is an index. */
export interface Reference {
  readonly region: string;
  readonly index: Formula | null;
  readonly span: Span;
}

export const rangeVerbs = ['write', 'write-zeroes', 'discard', 'read', 'barrier'] as const;
export type RangeVerb = (typeof rangeVerbs)[number];
export type PlainVerb = 'fsync' | 'fdatasync' | 'flush' | 'wait';

export interface RangeStep {
  readonly kind: RangeVerb;
  readonly target: Reference;
  /** null: the whole element. */
  readonly sectors: Formula | null;
  readonly transaction: Formula | null;
  readonly fua: boolean;
  readonly refused: RefusedBarrier;
  readonly span: Span;
}

export interface AcknowledgeStep {
  readonly kind: 'acknowledge';
  readonly durable: readonly Reference[];
  readonly transaction: Formula | null;
  readonly span: Span;
}

export interface RepeatStep {
  readonly kind: 'repeat';
  readonly times: Formula;
  /** '' where the number of the round has no name. */
  readonly as: string;
  readonly from: Formula | null;
  readonly steps: readonly Step[];
  readonly span: Span;
}

export type Step =
  | RangeStep
  | AcknowledgeStep
  | RepeatStep
  | { readonly kind: PlainVerb; readonly span: Span }
  | {
      readonly kind: 'parallel';
      readonly threads: readonly (readonly Step[])[];
      readonly span: Span;
    }
  | {
      readonly kind: 'choose';
      readonly alternatives: readonly (readonly Step[])[];
      readonly span: Span;
    };

export interface Parameter {
  readonly name: string;
  readonly default: number;
  readonly values:
    | { readonly kind: 'range'; readonly min: number; readonly max: number }
    | { readonly kind: 'choose'; readonly values: readonly number[] };
  /** The search varies it. */
  readonly generated: boolean;
}

/** A failure that was found before. `subject` and `operation` count steps in program order. */
export interface Pinned {
  readonly fault: FaultOrNone;
  readonly powerCut: PowerCut;
  readonly choices: readonly Choice[];
}

/** A scenario as it was read: every word understood, nothing calculated yet. Plain data. */
export interface Scenario {
  readonly name: string;
  readonly suite: Suite;
  readonly summary: string;
  readonly models: string;
  /** The Linux kernels that it exists for; '' for no bound. */
  readonly guests: {
    readonly linuxFrom: string;
    readonly linuxUntil: string;
    /** The last that can mount it without barriers. */
    readonly nobarrierUntil: string;
  };
  readonly sectorCount: number;
  /** The largest aligned unit that it trusts the disk never to tear, in bytes. */
  readonly atomicBytes: number;
  /** It trusts the disk to keep what it has completed. */
  readonly keepsCompleted: boolean;
  /** It writes past the guest's page cache, to blocks that are aligned to that unit. */
  readonly direct: boolean;
  readonly overlapDeclared: boolean;
  readonly parameters: readonly Parameter[];
  readonly regions: readonly Region[];
  readonly steps: readonly Step[];
  readonly ordered: readonly { readonly first: Reference; readonly second: Reference }[];
  readonly atomics: readonly (readonly Reference[])[];
  readonly recovery: RecoverySpec;
  readonly pinned: readonly Pinned[];
  /** Whether draws decide anything, so that one scenario is many scripts. */
  readonly random: boolean;
  readonly source: Source;
}

function release(version: string): number[] {
  return version.split('.').map(Number);
}

/** Negative where `a` is the older release. */
function compareReleases(a: string, b: string): number {
  const [left, right] = [release(a), release(b)];
  for (let part = 0; part < Math.max(left.length, right.length); part += 1) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function existsForLinux({ guests }: Pick<Scenario, 'guests'>, linux: string): boolean {
  const { linuxFrom, linuxUntil } = guests;
  // Another system has none of Linux's file systems.
  if (!/^\d/u.test(linux)) return linuxFrom === '' && linuxUntil === '';
  const tooOld = linuxFrom !== '' && compareReleases(linux, linuxFrom) < 0;
  return !tooOld && (linuxUntil === '' || compareReleases(linux, linuxUntil) <= 0);
}

/**
 * Whether a guest with this Linux, as in `2.6.31`, or of another system, has what the scenario models, mounted
 * so: some file systems take no `nobarrier` any more.
 */
export function existsFor(
  scenario: Pick<Scenario, 'guests'>,
  { kernel, mount }: { readonly kernel: string; readonly mount: string },
): boolean {
  const { nobarrierUntil } = scenario.guests;
  const isMountable =
    mount !== 'nobarrier' || nobarrierUntil === '' || compareReleases(kernel, nobarrierUntil) <= 0;
  return isMountable && existsForLinux(scenario, kernel);
}
