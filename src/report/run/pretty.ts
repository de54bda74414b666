import type { RunResult } from '../../model/result.js';
import { type StoryOptions, storyLines, storyLinesMax } from '../story/story.js';
import { inert } from '../text/inert.js';
import { type Paint, paintOf, plainPaint } from '../text/paint.js';
import { assumptionLines } from './assumptions.js';
import { basisLines, shortBasisLines } from './basis.js';
import { costLines, costSummary } from './costs.js';
import { groupByRule, groupLines } from './groups.js';
import { frontendCount, matrixLines } from './matrix.js';
import { allOfThem, notesLines } from './notes.js';
import { type EvidenceOptions, overviewLines } from './overview.js';
import { type Placed, type Ranking, rank } from './rank.js';
import { separator, tallyLines } from './tally.js';

type Block = readonly string[];

export type PrettyOptions = StoryOptions & EvidenceOptions;

interface Frame extends PrettyOptions {
  readonly paint: Paint;
}

const screenLines = 24;

/** Below this many lines a story is not one; a screen with that much else on it scrolls. */
const storyLinesMin = 10;

/** The story leaves so many lines to the other findings, if they need them. */
const furtherLinesMin = 3;

function story({ finding }: Placed, lines: number, frame: Frame): Block {
  return storyLines(finding, { ...frame, lines, replay: inert(frame.replayCommand(finding)) });
}

/** The rules of the other findings, as far as there is room, and always how many there are. */
function furtherLines({ further }: Ranking, result: RunResult, room: number, frame: Frame): Block {
  if (further.length === 0) return [];
  const groups = groupByRule(further);
  const shown = groups.slice(0, Math.max(0, room - 1));
  const hidden = groups.length - shown.length;
  const unlisted = hidden > 0 ? ` (${hidden} of ${groups.length} rules not listed)` : '';
  return [
    ...groupLines(shown, result, frame.columns, frame.paint),
    `+${further.length} more${unlisted}: --all`,
  ];
}

/** Where an empty line helps most, as places in the list of blocks: the story stands out first. */
const gapsByUse = [2, 3, 1, 4];

/** Blocks below one another, with an empty line before as many as can be spared. */
function stacked(blocks: readonly Block[], spare: number): Block {
  const useful = gapsByUse.filter((place) => (blocks[place] ?? []).length > 0);
  const apart = new Set(useful.slice(0, Math.max(0, spare)));
  return blocks.flatMap((block, place) => (apart.has(place) ? ['', ...block] : block));
}

/** With more frontends than this, the first screen says where to look, and tells no story. */
const frontendsMax = 8;

/** The notes, and how many findings there are: with the last note, or on a line of its own. */
function notesWithCount(result: RunResult, count: number, frame: Frame): Block {
  const notes = notesLines(result, frame);
  if (count === 0) return notes;
  const alone = `${count} findings, each with its story: --all`;
  const words = `${count} findings, each told${allOfThem}`;
  const plain = notesLines(result, { ...frame, paint: plainPaint }).at(-1) ?? '';
  const joined = plain.slice(0, -allOfThem.length).length + separator.length + words.length;
  if (!plain.endsWith(allOfThem) || joined > frame.columns) return [alone, ...notes];
  const last = notes.at(-1)?.slice(0, -allOfThem.length);
  return [...notes.slice(0, -1), `${last}${separator}${words}`];
}

/** The rules of all findings, with what each needs and what cures it. */
function overview(result: RunResult, frame: Frame): Block {
  const { columns, paint } = frame;
  const { headline, further } = rank(result);
  const ranked = [...(headline === undefined ? [] : [headline]), ...further];
  const head = assumptionLines(result, columns, 2);
  const matrix = [...matrixLines(result, paint, true), ...shortBasisLines(result, columns)];
  const notes = notesWithCount(result, ranked.length, frame);
  const tally = tallyLines(result, columns, paint);
  const groups = groupByRule(ranked);
  const taken = [head, matrix, notes, tally].reduce((sum, block) => sum + block.length, 0);
  const room = screenLines - taken;
  const shown = groups.slice(0, Math.max(1, room));
  const lines = overviewLines(shown, room, frame);
  return stacked([head, matrix, lines, notes, tally], room - lines.length);
}

function firstScreen(result: RunResult, frame: Frame): Block {
  if (frontendCount(result) > frontendsMax) return overview(result, frame);
  const { columns, paint } = frame;
  const ranking = rank(result);
  const head = assumptionLines(result, columns, 2);
  const matrix = [
    ...matrixLines(result, paint),
    ...basisLines(result, { columns, isEverything: false }),
    ...costSummary(result),
  ];
  const notes = notesLines(result, frame);
  const tally = tallyLines(result, columns, paint);

  const gap = 1;
  const taken = head.length + matrix.length + notes.length + tally.length + gap;
  const free = screenLines - taken;
  const wanted = furtherLines(ranking, result, furtherLinesMin, frame).length;
  const storyRoom = Math.min(storyLinesMax, Math.max(storyLinesMin, free - wanted));
  const told = ranking.headline === undefined ? [] : story(ranking.headline, storyRoom, frame);
  const further = furtherLines(ranking, result, free - told.length, frame);
  const spare = gap + free - told.length - further.length;
  return stacked([head, matrix, told, [...further, ...notes], tally], spare);
}

function everything(result: RunResult, frame: Frame): Block {
  const { columns, paint } = frame;
  const unlimited = Number.POSITIVE_INFINITY;
  const { headline, further, own } = rank(result);
  const ranked = [...(headline === undefined ? [] : [headline]), ...further, ...own];
  const groups = groupByRule(ranked);
  const blocks = [
    assumptionLines(result, columns, unlimited),
    [...matrixLines(result, paint), ...basisLines(result, { columns, isEverything: true })],
    costLines(result, paint),
    ...groups.flatMap(({ placed }) => placed.map((one) => story(one, unlimited, frame))),
    groupLines(groups, result, columns, paint),
    notesLines(result, frame),
    tallyLines(result, columns, paint),
  ];
  const [first = [], ...others] = blocks.filter((block) => block.length > 0);
  return [...first, ...others.flatMap((block) => ['', ...block])];
}

/** The report for a person: one screen of 80 x 24, or with `all` everything. */
export function renderPretty(result: RunResult, options: PrettyOptions): string {
  const frame = { ...options, paint: paintOf(options.chalk) };
  const lines = options.all ? everything(result, frame) : firstScreen(result, frame);
  return `${lines.join('\n')}\n`;
}
