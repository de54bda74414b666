import type { RunResult } from '../model/result.js';
import { inert } from './inert.js';
import type { Paint } from './paint.js';
import { clip, wrap } from './width.js';

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
  ];
}
