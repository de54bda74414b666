/** A mistake in something that the user gave us, with its position where there is one. */
export interface Diagnostic {
  /** As the user named it; '' for the command line. */
  readonly file: string;
  /** 1-based; 0 where there is no position. */
  readonly line: number;
  /** 1-based, in UTF-16 units; 0 where there is no position. */
  readonly column: number;
  /** One past the last column of the marked text; equal to `column` where only a point is known. */
  readonly endColumn: number;
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string;
  /** What to do about it, or what would be accepted; '' for nothing. */
  readonly help: string;
  /** The source line, without its line end; '' where there is none. */
  readonly sourceLine: string;
}
