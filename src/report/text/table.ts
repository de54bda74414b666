import Table from 'cli-table3';

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
};

/** The library counts one column between two cells, so the second is padding. */
const padding = 1;

/** Columns between two cells. */
export const gap = noBorders.middle.length + padding;

/** A text that may run on into the empty cells beside it. */
export interface WideCell {
  readonly content: string;
  readonly colSpan: number;
}

/** Cells below one another, as wide as the widest; painted texts may be among them. */
export function tableLines(rows: readonly (readonly (string | WideCell)[])[]): readonly string[] {
  const table = new Table({
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': padding, head: [], border: [] },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
