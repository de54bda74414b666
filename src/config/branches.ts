import type { ConfigNote, Position, VmDefinition } from '../model/vm-disk.js';
import { withUniqueIds } from './definitions.js';
import { openNote } from './draft.js';
import { limits } from './limits.js';
import { mergedReading } from './merged.js';
import type { ReadContext, Reader, ReadResult } from './reader.js';
import { choicesOf, type TakenBranches } from './template-choices.js';
import { type Statements, statementsOf } from './template-conditions.js';
import { blank, positionAt, type SourceText, type Span } from './text.js';
import { isRead, type Read } from './together.js';

/**
 * A reader that takes a template for all texts that it may become: in each every condition is decided.
 * What they do not agree on is unresolved.
 */
export function ofTemplates(reader: Reader): Reader {
  return (source, context) => {
    const statements = statementsOf(source.text);
    return statements.marks.length === 0 && statements.unpaired === null
      ? reader(source, context)
      : readBranches(source, context, reader, statements);
  };
}

function readBranches(
  source: SourceText,
  context: ReadContext,
  reader: Reader,
  statements: Statements,
): ReadResult {
  const { conditions } = statements;
  const most = Math.min(limits.branches, Math.ceil(limits.branchLength / source.text.length));
  const { choices, isAll } = choicesOf(statements, most);
  const results = choices.map((choice) => {
    return reader({ ...source, text: rendered(source.text, statements, choice) }, context);
  });
  const result = mergedReading(results, context, (at) => {
    const found = conditions.find(({ span }) => isWithin(offsetOf(source, at), span));
    return found?.text ?? 'a condition of the template';
  });
  return isRead(result) ? withNotes(result, source, { ...statements, isAll }) : result;
}

/** Of the same length: what is not there is blank. */
function rendered(text: string, { marks }: Statements, choice: TakenBranches): string {
  const absent = [...choice].flatMap(([{ branches }, chosen]) =>
    branches.filter((_, index) => index !== chosen),
  );
  const characters = [...marks, ...absent].sort((a, b) => a.start - b.start);
  let result = '';
  let done = 0;
  for (const { start, end } of characters) {
    if (end <= done) continue;
    result += text.slice(done, Math.max(done, start));
    result += blank(text.slice(Math.max(done, start), end));
    done = end;
  }
  return result + text.slice(done);
}

const offsetOf = ({ lineStarts }: SourceText, { line, column }: Position): number =>
  (lineStarts[line - 1] ?? 0) + column - 1;

const isWithin = (offset: number, { start, end }: Span): boolean => offset >= start && offset < end;

interface Untold extends Statements {
  /** Every combination of branches was read. */
  readonly isAll: boolean;
}

function withNotes({ plain, read }: Read, source: SourceText, untold: Untold): ReadResult {
  const noted = plain.map((definition, index) => {
    const next = plain[index + 1];
    const end = next === undefined ? source.text.length : offsetOf(source, next.at);
    const own = { start: index === 0 ? 0 : offsetOf(source, definition.at), end };
    return { ...definition, notes: [...definition.notes, ...notesOf(source, untold, own, plain)] };
  });
  return { plain: noted, read: { ...read, definitions: withUniqueIds(noted) } };
}

const ofDisks =
  /disk|drive|blockdev|-device|storage|cache|-hd[a-d]|(scsi|virtio|sata|ide)(\d|\{\{|<%)|^[ \t]*(\{\{|<%=)/im;

const joinsAll = 'a statement of a template joins lines, and what becomes of them is not known';

/** What holds beyond it in the text. */
const setting = /^[ \t]*(export[ \t]+)?\w+\+?=/m;

/** @param own - from where a machine begins to the next one */
function notesOf(
  source: SourceText,
  { conditions, loops, unpaired, joining, isAll }: Untold,
  own: Span,
  machines: readonly VmDefinition[],
): readonly ConfigNote[] {
  const made = loops.filter(({ span }) => {
    const body = source.text.slice(span.start, span.end);
    const repeats = machines.some(({ at }) => isWithin(offsetOf(source, at), span));
    return setting.test(body) || (!repeats && ofDisks.test(body));
  });
  const untold: readonly (readonly [Span, string])[] = [
    ...made.map(({ span, text }) => {
      return [span, `what \`${text}\` makes is not known: it may be any number of disks`] as const;
    }),
    ...(unpaired === null
      ? []
      : [[unpaired, 'a statement of a template has no other half'] as const]),
    ...(joining === null ? [] : [[joining, joinsAll] as const]),
  ];
  const found = untold
    .filter(([{ start }, message]) => message === joinsAll || isWithin(start, own))
    .map(([span, message]) => openNote('unreadable', message, positionAt(source, span)));
  const [first] = conditions;
  if (isAll || first === undefined) return found;
  const message = `more than ${limits.branches} texts that the template may become`;
  return [...found, openNote('unreadable', message, positionAt(source, first.span))];
}
