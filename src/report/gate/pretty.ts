import type { Finding } from '../../model/finding.js';
import { type DiskVerdict, diskName, type GateResult, passOf } from '../../model/gate-result.js';
import type { Position } from '../../model/vm-disk.js';
import { sourceFrame } from '../story/source-frame.js';
import { grouped } from '../text/duration.js';
import { inert } from '../text/inert.js';
import type { Paint } from '../text/paint.js';
import { hanging } from '../text/width.js';
import {
  assumptionLines,
  changeLines,
  factsOf,
  headlineOf,
  openOf,
  placed,
  placeText,
  remarksOf,
  staleLines,
  summaryLine,
  unjudgedIn,
  unreadLines,
  waivedLines,
} from './blocks.js';
import { alikeIn, type Block, blocksOf } from './causes.js';

/** The text of a line of a file that was read; '' where it is not known. */
export type SourceLine = (at: Position) => string;

export interface GatePrettyOptions {
  readonly paint: Paint;
  readonly sourceLine: SourceLine;
  readonly replayCommand: (finding: Finding) => string;
  readonly columns: number;
  /** Every disk of a block, and what is safe too. */
  readonly all: boolean;
  /** Tells the story of a finding; null where none is told. What draws it is large. */
  readonly story: ((finding: Finding, columns: number, paint: Paint) => readonly string[]) | null;
}

const placesMax = 5;

/** Findings at their places in the definitions, as compilers show theirs. */
export function renderGatePretty(result: GateResult, options: GatePrettyOptions): string {
  const blocks = blocksOf(result).map((block) => blockLines(block, options));
  const lines = [
    ...assumptionLines(result).flatMap((line) => hanging(line, options.columns)),
    ...changeLines(result),
    ...staleLines(result),
    ...blocks.flatMap((block) => ['', ...block]),
    '',
    ...openLines(result, options),
    ...remarkLines(result, options),
    ...unreadLines(result),
    ...unjudgedLines(result, options),
    ...waivedRows(result, options),
    ...safeLines(result, options),
    ...sampledLines(result, options),
    ...openHelp(result),
    verdictLine(result, options.paint),
  ];
  return `${lines.join('\n').replace(/^\n+/, '')}\n`;
}

function blockLines(
  block: Block,
  { paint, sourceLine, replayCommand, columns, all, story }: GatePrettyOptions,
): readonly string[] {
  const { finding, places, isCertain } = block;
  const { at, rule, example } = finding;
  const gutter = ' '.repeat(String(at.line).length);
  const level = isCertain ? paint.bad('error') : paint.unsure('warning');
  const [first, ...others] = alikeIn(block);
  const also = namesOf(first?.places.slice(1) ?? [], all);
  const facts = [
    ...factsOf(finding),
    example === null ? '' : `replay: ${replayCommand(example)}`,
    also === '' ? '' : `also: ${also}`,
    ...others.map((alike) => `${alike.extent}: ${namesOf(alike.places, all)}`),
  ];
  const name = places[0] === undefined ? '' : diskName(places[0].disk);
  return [
    `${level}${paint.strong(inert(`[${rule}]: ${headlineOf(finding)}`))}`,
    `${gutter}--> ${inert(`${at.file}:${at.line}:${at.column}`)}  ${paint.strong(inert(name))}`,
    ...sourceFrame({ ...at, sourceLine: sourceLine(at) }, gutter),
    ...facts.filter((fact) => fact !== '').map((fact) => `${gutter} = ${inert(fact)}`),
    ...(example === null || story === null ? [] : ['', ...story(example, columns, paint)]),
  ];
}

/** Some disks with the places of what is found of them, and how many more. */
function namesOf(places: Block['places'], all: boolean): string {
  const shown = all ? places : places.slice(0, placesMax);
  const left = places.length - shown.length;
  const names = shown.map(({ disk, finding: { at } }) =>
    inert(`${diskName(disk)} (${placeText(at)})`),
  );
  return `${names.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function openLines(result: GateResult, { paint }: GatePrettyOptions): readonly string[] {
  return openOf(result).map(
    (disk) => `${paint.unsure('inconclusive')}  ${placed(disk)}: ${inert(disk.reason)}`,
  );
}

function remarkLines(result: GateResult, { paint, all }: GatePrettyOptions): readonly string[] {
  const notes = remarksOf(result);
  const shown = all ? notes : notes.slice(0, placesMax);
  const left = notes.length - shown.length;
  return [
    ...shown.map(({ rule, message, at: { file, line, column } }) => {
      const place = `(${file}:${line}:${column})`;
      return `${paint.unsure(rule)}  ${inert(`${message} ${place}`)}`;
    }),
    ...(left > 0 ? [`and ${left} more notes; --all lists them`] : []),
  ];
}

function unjudgedLines(result: GateResult, { all }: GatePrettyOptions): readonly string[] {
  const unjudged = unjudgedIn(result);
  if (!all && unjudged.length > placesMax) {
    return [`not judged: ${unjudged.length} drives; --all lists them`];
  }
  return unjudged.map((disk) => `not judged  ${placed(disk)}: ${inert(disk.reason)}`);
}

function waivedRows(result: GateResult, { all }: GatePrettyOptions): readonly string[] {
  const disksMax = all ? Number.POSITIVE_INFINITY : placesMax;
  return waivedLines(result, disksMax).map((line) => `waived  ${line}`);
}

function safeLines({ disks }: GateResult, { all, paint }: GatePrettyOptions): readonly string[] {
  const safe = disks.filter((disk) => passOf(disk) === 'safe');
  if (safe.length === 0) return [];
  if (all) return safe.map((disk) => `${paint.good('safe')}  ${placed(disk)}: ${basisOf(disk)}`);
  const shown = safe.slice(0, placesMax);
  const left = safe.length - shown.length;
  const names = shown.map((disk) => inert(diskName(disk))).join(', ');
  return [`${paint.good('safe')}  ${names}${left > 0 ? ` and ${left} more` : ''}`];
}

/** `proved in 22 scenarios for 4 configurations: 1,234 executions`. */
function basisOf({ evidence }: DiskVerdict): string {
  const { proved, sampled, configurations, explored } = evidence;
  const of = (count: number, word: string) => `${grouped(count)} ${word}${count === 1 ? '' : 's'}`;
  const ways = [
    ...(proved.length > 0 ? [`proved in ${of(proved.length, 'scenario')}`] : []),
    ...(sampled.length > 0 ? [`sampled in ${of(sampled.length, 'scenario')}`] : []),
  ];
  const extent = `${of(configurations, 'configuration')}: ${of(explored.executions, 'execution')}`;
  return `${ways.join(', ')} for ${extent}`;
}

/** Who reads that a disk is safe has to know where that is no proof. */
function sampledLines({ disks, seed }: GateResult, options: GatePrettyOptions): readonly string[] {
  const names = [...new Set(disks.flatMap(({ evidence }) => evidence.sampled))].sort();
  if (names.length === 0) return [];
  return hanging(
    `sampled, not proved: ${names.map(inert).join(', ')} (seed ${seed})`,
    options.columns,
  );
}

/** Where nothing worse decides the status. */
function openHelp({ summary }: GateResult): readonly string[] {
  if (summary.exitCode !== 3) return [];
  return ['help: say what is open, or vouch for it with a waiver of the rule `inconclusive`'];
}

function verdictLine(result: GateResult, paint: Paint): string {
  const { exitCode } = result.summary;
  const line = summaryLine(result);
  if (exitCode === 0) return paint.good(line);
  return exitCode === 3 ? paint.unsure(line) : paint.bad(line);
}
