/** A mistake planted in one layer: the text `find`, which stands once in `file`, is replaced. */
export interface PlantedBug {
  readonly name: string;
  /** Below `src/`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** One of the laws that must fail. */
  readonly caughtBy: string;
}
