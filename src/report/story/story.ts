import type { ChalkInstance } from 'chalk';
import type { Finding } from '../../model/finding.js';
import { inert } from '../text/inert.js';
import { type Paint, paintOf } from '../text/paint.js';
import { headline } from '../text/verdict-words.js';
import { clip, displayWidth, wrap, wrapWithin } from '../text/width.js';
import { laneLines } from './lanes.js';
import { commandLines } from './replay-line.js';
import { rowsWithin } from './trace-rows.js';

/** A story on a screen, its first line and the command that replays it included. */
export const storyLinesMax = 12;

export interface StoryOptions {
  readonly chalk: ChalkInstance;
  readonly columns: number;
  /** Every row of the trace and whole sentences, instead of twelve lines. */
  readonly all: boolean;
  /** What to type to see the finding again; '' for no such line. */
  readonly replayCommand: (finding: Finding) => string;
}

export interface StoryFrame {
  readonly paint: Paint;
  readonly columns: number;
  readonly lines: number;
  readonly replay: string;
}

/** As wide as the longest label, so that all sentences begin below one another. */
const labelColumns = 'reordered: '.length;

function title(finding: Finding, { paint, columns }: StoryFrame): string {
  const what = headline('unsafe', [finding.kind], paint);
  const rule = inert(`${finding.rule} (${finding.blame})`);
  const rest = `${rule}  ${inert(finding.id).replace(/#.*$/u, '')}`;
  return `${what}  ${paint.strong(clip(rest, columns - labelColumns - 2))}`;
}

function labelled(label: string, lines: readonly string[], paint: Paint): readonly string[] {
  const first = `${label}:`.padEnd(labelColumns);
  const others = ' '.repeat(labelColumns);
  return lines.map((line, index) => (index === 0 ? paint.strong(first) : others) + line);
}

interface Sentence {
  readonly label: string;
  readonly text: string;
}

/** In the order in which they give way when lines are few. */
function sentencesOf(finding: Finding, { lines }: StoryFrame): readonly Sentence[] {
  const { kind, effect, because, change, atRisk } = finding;
  const whole = lines === Number.POSITIVE_INFINITY && atRisk !== '';
  return [
    { label: kind, text: inert(effect) },
    { label: 'because', text: inert(because) },
    { label: 'change', text: inert(change) },
    ...(whole ? [{ label: 'at risk', text: inert(atRisk) }] : []),
  ];
}

/** The sentences in so many lines; each keeps one at least. */
function sentenceLines(finding: Finding, frame: StoryFrame, lines: number): readonly string[] {
  const columns = frame.columns - labelColumns;
  const sentences = sentencesOf(finding, frame);
  const whole = sentences.map(({ text }) => wrap(text, columns).length);
  let excess = whole.reduce((sum, count) => sum + count, 0) - lines;
  return sentences.flatMap(({ label, text }, index) => {
    const wanted = whole[index] ?? 1;
    const given = Math.max(1, wanted - Math.max(0, excess));
    excess -= wanted - given;
    return labelled(label, wrapWithin(text, columns, given), frame.paint);
  });
}

function replayLines({ replay, columns, paint }: StoryFrame): readonly string[] {
  if (replay === '') return [];
  const [first = '', ...others] = commandLines(replay, labelColumns, columns);
  return [...labelled('replay', [first], paint), ...others];
}

/** What it takes on a screen: a terminal wraps by itself what could not be broken. */
function replayScreenLines({ replay, columns }: StoryFrame): number {
  if (replay === '') return 0;
  const widths = commandLines(replay, labelColumns, columns).map(displayWidth);
  const wrapped = widths.map((width, line) =>
    Math.ceil((line === 0 ? width + labelColumns : width) / columns),
  );
  return wrapped.reduce((sum, lines) => sum + lines, 0);
}

/** Its title and the names of the lanes. */
const headLines = 2;

/** The trace is told in at least so many lines, if sentences can be shortened for it. */
const traceLinesMin = 4;

export function storyLines(finding: Finding, frame: StoryFrame): readonly string[] {
  const free = frame.lines - headLines - replayScreenLines(frame);
  const told = sentenceLines(finding, frame, free - Math.min(finding.trace.length, traceLinesMin));
  const rows = rowsWithin(finding, Math.max(free - told.length, 2));
  return [
    title(finding, frame),
    ...laneLines(finding, rows, frame.columns, frame.paint),
    ...told,
    ...replayLines(frame),
  ];
}

/** The whole trace and what it leads to, for a place that says the rest. */
export function storyRows(finding: Finding, columns: number, paint: Paint): readonly string[] {
  const effect = wrap(inert(finding.effect), columns - labelColumns);
  return [
    ...laneLines(finding, rowsWithin(finding, Number.POSITIVE_INFINITY), columns, paint),
    ...labelled(finding.kind, effect, paint),
  ];
}

/** The story of one finding, as `run` tells it first and `replay` tells it again. */
export function renderStory(finding: Finding, options: StoryOptions): string {
  const lines = storyLines(finding, {
    paint: paintOf(options.chalk),
    columns: options.columns,
    lines: options.all ? Number.POSITIVE_INFINITY : storyLinesMax,
    replay: inert(options.replayCommand(finding)),
  });
  return `${lines.join('\n')}\n`;
}
