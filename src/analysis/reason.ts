import { type Known, weakest } from '../catalogue/known.js';
import type { RuleId } from '../catalogue/rules/rules.js';
import type { LayerId } from '../model/verdict.js';

/** One link of a chain: what a layer does, and where that is known from. */
export interface Reason extends Known {
  readonly layer: LayerId;
  /** What the layer does, in one sentence without a full stop. */
  readonly says: string;
  /** The defect that this is, `BLK...`; '' where the layer does its duty. */
  readonly rule: RuleId | '';
  /** The row of the catalogue that states it, `table.row`. */
  readonly row: string;
}

/** Where a reason is known from that has a source of its own: no better than the row that it names. */
export function noBetterThan(row: Known, { source, confidence }: Known): Known {
  return { source, confidence: weakest([row.confidence, confidence]) };
}
