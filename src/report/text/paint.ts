import type { ChalkInstance } from 'chalk';

type Brush = (text: string) => string;

/** Colours by what they say. No text depends on them. */
export interface Paint {
  readonly good: Brush;
  readonly bad: Brush;
  readonly unsure: Brush;
  readonly strong: Brush;
  readonly faint: Brush;
}

const asIs: Brush = (text) => text;

export const plainPaint: Paint = { good: asIs, bad: asIs, unsure: asIs, strong: asIs, faint: asIs };

/** Wrapped, because chalk would print whatever else a caller such as `map` hands over. */
export function paintOf(chalk: ChalkInstance): Paint {
  return {
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    unsure: (text) => chalk.yellow(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
  };
}
