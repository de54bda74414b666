import type { RuleId } from '../catalogue/rules.js';
import type { LayerId } from '../model/verdict.js';

/** How well a fact is known; '' where its row does not say. */
export type Confidence = 'measured' | 'read' | 'inferred' | 'memory' | '';

/** One link of a chain: what a layer does, and where that is known from. */
export interface Reason {
  readonly layer: LayerId;
  /** What the layer does, in one sentence without a full stop. */
  readonly says: string;
  /** The defect that this is, `BLK...`; '' where the layer does its duty. */
  readonly rule: RuleId | '';
  /** The row of the catalogue that states it, `table.row`. */
  readonly row: string;
  /** Where the row has it from. */
  readonly source: string;
  readonly confidence: Confidence;
}
