import type { Position } from './vm-disk.js';

/** Somebody's word that a finding may stay, for a while. */
export interface Waiver {
  /** The rule that is waived, as in BLK011; `inconclusive` for what is not decided. */
  readonly rule: string;
  /** The pattern of a file of waivers, or where a comment stands. */
  readonly disk: string;
  /** Why it may stay as it is. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The last day on which it holds, as in 2027-01-31. */
  readonly expires: string;
  /** A comment beside a value, or an item of a file of waivers. */
  readonly isComment: boolean;
  /** Where it is written. */
  readonly at: Position;
  /** What a comment speaks of: lines, and of the disks there those that fit, or all. */
  readonly scope?: {
    /** The first line of it, from 1. */
    readonly first: number;
    /** The last line of it. */
    readonly last: number;
    /** Which of the disks there are meant, as `machine/disk` with `*` and `**`. */
    readonly pattern: string;
  };
}

/** A waiver, and what became of it. */
export interface AppliedWaiver extends Waiver {
  /** What became of it: `unused` where it covers no finding. */
  readonly state: 'used' | 'expired' | 'unused';
}
