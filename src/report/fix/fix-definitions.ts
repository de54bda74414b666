import type { DefinitionsFixResult, DisksFix, StackFix } from '../../model/fix-result.js';
import { assumptionLines, placed, unreadLines } from '../gate/blocks.js';
import { inert } from '../text/inert.js';
import { hanging, wrap } from '../text/width.js';
import { changeLines, conclusion, type FixFrame, proofLines, verdictLines } from './fix.js';

/** Every group of disks with what to change, one screen each; those that are safe in a line or two. */
export function renderDefinitionsFix(result: DefinitionsFixResult, frame: FixFrame): string {
  const { answers, scenarios, unjudged, summary } = result;
  const last = `${countWords(answers)} · catalogue, not your machine · exit ${summary.exitCode}`;
  const lines = [
    ...assumptionLines(result).flatMap((line) => hanging(line, frame.columns)),
    ...answers.flatMap((answer) => ['', ...answerLines(answer, scenarios, frame)]),
    '',
    ...unjudgedLines(unjudged, frame),
    ...unreadLines(result),
    ...wrap(last, frame.columns).map(frame.paint.strong),
  ];
  return `${lines.join('\n').replace(/^\n+/, '')}\n`;
}

const disksMax = 5;

function answerLines(
  { disks, fix, reason }: DisksFix,
  scenarios: readonly string[],
  frame: FixFrame,
): readonly string[] {
  const { columns } = frame;
  const shown = frame.all ? disks : disks.slice(0, disksMax);
  const left = disks.length - shown.length;
  const names = shown.map(placed).join(', ') + (left > 0 ? ` and ${left} more` : '');
  const title = hanging(names, columns).map(frame.paint.strong);
  if (fix === null) return [...title, ...hanging(inert(reason), columns)];
  const { configuration, notKnown } = fix.current;
  const open = notKnown === '' ? '' : `; not known: ${notKnown}`;
  return [
    ...title,
    ...hanging(inert(configuration + open), columns),
    ...verdictLines('', fix, frame),
    ...(isShort(fix, frame)
      ? proofLines(fix, scenarios, frame)
      : ['', ...changeLines(fix, scenarios, [], frame)]),
    ...hanging(inert(conclusion(fix)), columns),
  ];
}

/** Nothing can be done about a disk that is safe, and as cheap as it can be. */
function isShort({ current, cheaper }: StackFix, { all }: FixFrame): boolean {
  return !all && current.verdict === 'safe' && cheaper.length === 0;
}

function countWords(answers: readonly DisksFix[]): string {
  const count = (isOne: (answer: DisksFix) => boolean) =>
    answers.filter(isOne).reduce((sum, { disks }) => sum + disks.length, 0);
  const isSafe = ({ fix }: DisksFix) => fix?.current.verdict === 'safe';
  const isFixed = ({ fix }: DisksFix) => fix !== null && fix.chosen !== '' && fix.reason === '';
  const parts = [
    [count(isSafe), 'safe as it is'],
    [count((each) => !isSafe(each) && isFixed(each)), 'to change'],
    [count((each) => !isSafe(each) && !isFixed(each)), 'not settled'],
  ] as const;
  const all = count(() => true);
  if (all === 0) return 'no disk';
  const words = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return `${words.join(', ')} of ${all} ${all === 1 ? 'disk' : 'disks'}`;
}

function unjudgedLines(
  unjudged: DefinitionsFixResult['unjudged'],
  frame: FixFrame,
): readonly string[] {
  if (!frame.all && unjudged.length > disksMax)
    return [`not judged: ${unjudged.length} drives; --all lists them`];
  return unjudged.flatMap((drive) =>
    hanging(inert(`not judged  ${placed(drive)}: ${drive.reason}`), frame.columns),
  );
}
