import { hostNoteIds } from '../../model/configuration.js';
import type {
  AppliedChange,
  CommitCost,
  FixOption,
  FixResult,
  StackFix,
} from '../../model/fix-result.js';
import { grouped, rangeWords } from '../text/duration.js';
import { inert } from '../text/inert.js';
import type { Paint } from '../text/paint.js';
import { tableLines } from '../text/table.js';
import { headline } from '../text/verdict-words.js';
import { clip, wrap } from '../text/width.js';

export interface FixFrame {
  readonly paint: Paint;
  readonly columns: number;
  /** Every safe configuration instead of one screen. */
  readonly all: boolean;
}

/** What is left of a screen for the names of changes. */
const changeColumns = 34;

/** Rows of a screen for safe configurations, and for what saves more with one more change. */
const optionsMax = 6;
const cheaperMax = 2;

/** What a definition is to say is in the words that say how. */
function stepWords(change: AppliedChange): string {
  return change.spelled === '' ? `${changeWord(change)}: ${change.how}` : change.how;
}

function isNote(key: string): boolean {
  return hostNoteIds.some((id) => id === key);
}

function changeWord({ key, to, spelled }: AppliedChange): string {
  if (spelled !== '') return spelled;
  if (to === 'on') return key;
  return isNote(key) && to === 'off' ? `no ${key}` : `${key}=${to}`;
}

function changeWords(changes: readonly AppliedChange[]): string {
  return changes.map(changeWord).join(', ');
}

/** `14 to 34 ms`, and of which disks, where that is not the class of all. */
function timeWords({ latencyUs: { low, high, diskClass } }: CommitCost, usual: string): string {
  const range = rangeWords(low, high);
  return diskClass === usual ? range : `${range}, ${diskClass}`;
}

function verdictWord({ verdict, basis }: FixOption, paint: Paint): string {
  if (verdict === 'safe' && basis === 'exhaustive') return paint.good('✓ proved');
  return headline(verdict, [], paint);
}

function optionRow(option: FixOption, words: string, usual: string, { paint, all }: FixFrame) {
  const { hostSyncs, diskFlushes, vcpuStallUs } = option.cost;
  return [
    verdictWord(option, paint),
    paint.strong(clip(inert(words), changeColumns)),
    hostSyncs.toFixed(1),
    diskFlushes.toFixed(1),
    timeWords(option.cost, usual),
    ...(all ? [`${(vcpuStallUs / 1000).toFixed(1)} ms`] : []),
  ];
}

function more(count: number): readonly string[] {
  return count === 0 ? [] : [`+${count} more: --all`];
}

function changesInWords(count: number): string {
  return `${count} change${count === 1 ? '' : 's'}`;
}

/** Safe ones, and what saves more; only as many as a screen has room for. */
function tableOf(result: StackFix, frame: FixFrame): readonly string[] {
  const { current, options, cheaper } = result;
  const { paint, all } = frame;
  const shown = all ? options : options.slice(0, optionsMax);
  const saving = all ? cheaper : cheaper.slice(0, cheaperMax);
  const usual = current.cost.latencyUs.diskClass;
  const names = ['', 'for each commit', 'syncs', 'flushes', `on ${usual}`];
  const rowOf = (each: FixOption) => optionRow(each, changeWords(each.changes), usual, frame);
  const rows = [
    [...names, ...(all ? ['vCPU stall'] : [])].map(paint.faint),
    optionRow(current, 'as it is', usual, frame),
    ...shown.map(rowOf),
    ...(saving.length === 0 ? [] : [['', paint.faint('with one more change:')]]),
    ...saving.map(rowOf),
  ];
  return [
    ...tableLines(rows),
    ...more(options.length - shown.length + cheaper.length - saving.length),
  ];
}

function fastest(options: readonly FixOption[]): FixOption | undefined {
  const needsNothingNew = options.filter(
    ({ changes }) => !changes.some(({ hardware }) => hardware),
  );
  const middle = ({ cost }: FixOption) => cost.latencyUs.low + cost.latencyUs.high;
  return [...needsNothingNew].sort((a, b) => middle(a) - middle(b))[0];
}

function labelled(label: string, text: string, columns: number): readonly string[] {
  const width = 'assumed: '.length;
  const [first = '', ...others] = wrap(inert(text), columns - width);
  return [`${label}:`.padEnd(width) + first, ...others.map((line) => ' '.repeat(width) + line)];
}

/** What to do, step by step, and how to see that it helps. */
function adviceLines(result: StackFix, { columns }: FixFrame): readonly string[] {
  const chosen = result.options.find(({ configuration }) => configuration === result.chosen);
  if (chosen === undefined) return [];
  const steps = chosen.changes.flatMap((change) => labelled('do', stepWords(change), columns));
  const quick = fastest(result.options);
  const isOther = quick !== undefined && quick.configuration !== chosen.configuration;
  const { low, high, diskClass } = quick?.cost.latencyUs ?? chosen.cost.latencyUs;
  const words = `${changeWords(quick?.changes ?? [])}, ${rangeWords(low, high)} on ${diskClass}`;
  const isFaster = isOther && low + high < chosen.cost.latencyUs.low + chosen.cost.latencyUs.high;
  return [
    ...steps,
    ...labelled('gives', chosen.configuration, columns),
    ...(isFaster ? labelled('faster', words, columns) : []),
  ];
}

function triedWords({ tried }: StackFix): string {
  return tried
    .filter(({ changes }) => changes > 0)
    .map(
      (each) => `${each.safe} of ${each.configurations} safe with ${changesInWords(each.changes)}`,
    )
    .join(', ');
}

const rowsOf = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;

function proofWords({ proof, faults }: StackFix, scenarios: readonly string[]): string {
  const sampled = proof.sampled > 0 ? `, ${rowsOf(proof.sampled)} sampled` : '';
  const undecided = proof.undecided > 0 ? `, ${rowsOf(proof.undecided)} not proved` : '';
  return (
    `${rowsOf(proof.rows)} in ${grouped(proof.executions)} executions${undecided}${sampled} ` +
    `(${scenarios.length} ${scenarios.length === 1 ? 'scenario' : 'scenarios'} under ${faults.join(', ')}); the rest is the analysis`
  );
}

export function proofLines(
  fix: StackFix,
  scenarios: readonly string[],
  { columns }: FixFrame,
): readonly string[] {
  return labelled('proved', proofWords(fix, scenarios), columns);
}

function assumedWords({ kept, current }: StackFix, said: readonly string[]): string {
  const time = `virtual time is one request after the other on ${current.cost.latencyUs.diskClass}`;
  const held = kept.length === 0 ? [] : [`${kept.join(', ')} as it is`];
  return [...said, ...held, 'all devices equally fast', time].join('; ');
}

/** A verdict with what it rests on, behind the name of what it is about. */
export function verdictLines(
  name: string,
  { current }: StackFix,
  { paint, columns }: FixFrame,
): readonly string[] {
  const { verdict, kinds, rules, because, when } = current;
  const blame = rules.length === 0 ? '' : `: ${kinds.join(', ')} [${rules.join(', ')}]`;
  const words = headline(verdict, [], paint) + blame;
  return [
    name === '' ? words : `${paint.strong(inert(name))}  ${words}`,
    ...(when === '' ? [] : labelled('unsafe', when, columns)),
    ...(because === '' ? [] : labelled('because', because, columns)),
  ];
}

/** What comes of it, in a few words. */
export function conclusion(result: StackFix): string {
  const { current, chosen, reason, tried, cheaper } = result;
  if (reason !== '') return `not settled: ${reason}`;
  const most = tried.at(-1)?.changes ?? 0;
  if (current.verdict === 'safe')
    return cheaper.length > 0
      ? 'safe as it is; one change makes it cheaper'
      : 'safe as it is, and no single change makes it cheaper';
  if (chosen === '') return `nothing within ${changesInWords(most)} is safe`;
  const changes = result.options.find(({ configuration }) => configuration === chosen)?.changes;
  return `safe with ${changesInWords(changes?.length ?? 0)}`;
}

/**
 * What can be changed, what to do, and what that rests on.
 *
 * @param said - what was assumed beside what no change touches
 */
export function changeLines(
  fix: StackFix,
  scenarios: readonly string[],
  said: readonly string[],
  frame: FixFrame,
): readonly string[] {
  const { columns } = frame;
  return [
    ...tableOf(fix, frame),
    '',
    ...adviceLines(fix, frame),
    ...proofLines(fix, scenarios, frame),
    ...labelled('tried', triedWords(fix), columns),
    ...labelled('assumed', assumedWords(fix, said), columns),
  ];
}

/** The answer on one screen, or with `all` every safe configuration. */
export function renderFix(result: FixResult, frame: FixFrame): string {
  const { exitCode } = result.summary;
  const said = result.assumptions
    .filter(({ key }) =>
      ['profile', 'guest', 'host', 'format', 'allocation', 'suite'].includes(key),
    )
    .map(({ key, value }) => `${key}=${value}`);
  const lines = [
    ...verdictLines(result.current.configuration, result, frame),
    '',
    ...changeLines(result, result.scenarios, said, frame),
    frame.paint.strong(`${conclusion(result)} · catalogue, not your machine · exit ${exitCode}`),
  ];
  return `${lines.join('\n')}\n`;
}
