import type { RunResult } from '../../model/result.js';
import { inert } from '../text/inert.js';
import type { Paint } from '../text/paint.js';
import { clip, displayWidth, wrap } from '../text/width.js';

interface NoteFrame {
  readonly paint: Paint;
  readonly columns: number;
  readonly all: boolean;
}

interface Note {
  readonly subject: string;
  readonly sentence: string;
}

export const allOfThem = ' · --all';

/** One element says why; so do several for one reason; else there is room for their names. */
function noteText(notes: readonly Note[], columns: number): string {
  const [first] = notes;
  if (first === undefined) return '';
  if (notes.length === 1) return clip(inert(`${first.subject}: ${first.sentence}`), columns);
  const isOneReason = notes.every(({ sentence }) => sentence === first.sentence);
  const what = isOneReason ? first.sentence : notes.map(({ subject }) => subject).join(', ');
  return clip(inert(what), columns - allOfThem.length) + allOfThem;
}

/** A list on one line, or with `all` one line for each of its elements. */
function noteLines(name: string, notes: readonly Note[], frame: NoteFrame): readonly string[] {
  if (notes.length === 0) return [];
  const head = `${name} (${notes.length})`;
  if (frame.all) {
    const each = notes.flatMap(({ subject, sentence }) =>
      wrap(inert(`${subject}: ${sentence}`), frame.columns - 2).map((line) => `  ${line}`),
    );
    return [frame.paint.unsure(`${head}:`), ...each];
  }
  const text = noteText(notes, frame.columns - head.length - 2);
  return [`${frame.paint.unsure(`${head}:`)} ${text}`];
}

/** One stack with its reason, or all reasons; with `all` a reason after its stacks. */
function notRunLines({ notRun }: RunResult, { paint, columns, all }: NoteFrame): readonly string[] {
  const stacks = notRun.flatMap((each) => each.stacks);
  const [only, ...others] = stacks;
  if (only === undefined) return [];
  const head = `not run (${stacks.length})`;
  if (all) {
    const each = notRun.flatMap((row) =>
      wrap(inert(`${row.stacks.join(', ')}: ${row.reason}`), columns - 2).map(
        (line) => `  ${line}`,
      ),
    );
    return [paint.unsure(`${head}:`), ...each];
  }
  const reasons = notRun.map(({ reason }) => reason).join('; ');
  const text = inert(others.length === 0 ? `${only}: ${reasons}` : reasons);
  const room = columns - head.length - 2;
  const shown = displayWidth(text) <= room ? text : clip(text, room - allOfThem.length) + allOfThem;
  return [`${paint.unsure(`${head}:`)} ${shown}`];
}

/** What is neither safe nor a finding: it is counted, so it must be seen. */
export function notesLines(result: RunResult, frame: NoteFrame): readonly string[] {
  const { workloadBugs } = result.summary;
  const bugs = workloadBugs.map(({ scenario, control, finding }) => ({
    subject: scenario,
    sentence: `fails on the ${control} control, so it counts against no cell: ${finding.effect}`,
  }));
  const unknown = result.results
    .filter(({ verdict }) => verdict === 'inconclusive')
    .map(({ id, reason }) => ({ subject: id, sentence: reason }));
  const absent = result.notApplicable.map(({ scenario, reason }) => ({
    subject: scenario,
    sentence: reason,
  }));
  return [
    ...noteLines("workload's own bug", bugs, frame),
    ...noteLines('inconclusive', unknown, frame),
    ...noteLines('not applicable', absent, frame),
    ...notRunLines(result, frame),
  ];
}
