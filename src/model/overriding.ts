/** A setting that beats another, as `write-cache=off` of a device beats `cache=none` of its drive. */
export interface Overriding {
  /** As it is written. */
  readonly words: string;
  /** The value without it; null where nobody knows. */
  readonly otherwise: boolean | string | null;
}
