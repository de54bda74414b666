import type { LayerId } from '../../model/verdict.js';
import type { Known } from '../known.js';

/** A defect of a layer that findings are blamed on. Ids are never reused. */
export interface Rule extends Known {
  /** `BLK` and three digits. */
  readonly id: string;
  /** A name that says what it is about, in lower case with hyphens. */
  readonly name: string;
  /** The layer that has the defect. */
  readonly layer: LayerId;
  /** One line for lists. */
  readonly title: string;
  /** The sentence after `because:` in a story. */
  readonly because: string;
  /** The sentence after `change:` in a story. */
  readonly change: string;
  /** Until when acknowledged data is at risk. */
  readonly atRisk: string;
  /** A paragraph for `blkcheck explain`. */
  readonly meaning: string;
  /** The first QEMU that has it, where that is no matter of a quirk or a device's row. */
  readonly fromQemu?: string;
  /** blkcheck's version that has the rule first. */
  readonly since: string;
}
