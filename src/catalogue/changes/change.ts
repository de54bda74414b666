import type { Configuration, FrontendId } from '../../model/configuration.js';

/** What somebody can do who wants another value of a dimension. */
export interface ChangeRow {
  /** The key of the dimension. */
  readonly key: string;
  /** Values to which nobody would change for the sake of data. */
  readonly never: readonly string[];
  /** The same for those who have a certain value. */
  readonly neverFrom?: Readonly<Record<string, readonly string[]>>;
  /** Where costs are equal these come first: the costs do not show how many requests a device takes at once. */
  readonly preferred?: readonly string[];
  /** How the change from one value to another is made on a device, in a few words. */
  readonly how: (to: string, from: string, frontend: FrontendId) => string;
  /** Whether something has to be bought for it, or built anew. */
  readonly isBought?: (to: string, from: string) => boolean;
  /** What somebody else decides, of a disk that may have all of these values. */
  readonly isAnothers?: (to: string, froms: readonly string[]) => boolean;
  /** What cannot be had that way, or would be worse, of this configuration. */
  readonly forbids?: (to: string, on: Configuration) => boolean;
  /** Where nothing can be changed about it, somebody who reads the answer is told. */
  readonly isTold?: true;
}
