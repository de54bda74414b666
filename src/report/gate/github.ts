import {
  type DiskVerdict,
  diskName,
  type GateFinding,
  type GateResult,
} from '../../model/gate-result.js';
import { inert } from '../text/inert.js';
import {
  changeLines,
  factsOf,
  groundLine,
  headlineOf,
  openOf,
  remarksOf,
  staleLines,
  summaryLine,
  unreadLines,
  waivedLines,
} from './blocks.js';
import { blocksOf } from './causes.js';

/** Workflow commands end with their line, and a property ends with a comma or a colon. */
function data(text: string): string {
  return inert(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function annotation(disk: DiskVerdict, finding: GateFinding): string {
  const { at, rule } = finding;
  const level = disk.verdict === 'unsafe' ? 'error' : 'warning';
  const place = `file=${property(at.file)},line=${at.line},col=${at.column}`;
  const message = [headlineOf(finding), ...factsOf(finding)].join('. ');
  return `::${level} ${place},title=${property(`${rule} ${diskName(disk)}`)}::${data(message)}`;
}

const disksMax = 5;

/** Annotations for GitHub Actions: one for each cause and place. */
export function renderGithub(result: GateResult): string {
  const found = blocksOf(result).flatMap(({ places }) =>
    places.map(({ disk, finding }) => annotation(disk, finding)),
  );
  const open = openOf(result).map((disk) => {
    const place = `file=${property(disk.at.file)},line=${disk.at.line},col=${disk.at.column}`;
    return `::warning ${place},title=${property(diskName(disk))}::${data(`inconclusive: ${disk.reason}`)}`;
  });
  const remarks = remarksOf(result).map(({ rule, message, at }) => {
    const place = `file=${property(at.file)},line=${at.line},col=${at.column}`;
    return `::notice ${place},title=${property(rule)}::${data(message)}`;
  });
  const lines = [
    ...changeLines(result),
    ...staleLines(result),
    ...waivedLines(result, disksMax).map((line) => `waived: ${line}`),
    ...unreadLines(result),
  ];
  const notices = [
    ...lines.filter((line) => line !== ''),
    groundLine(result),
    summaryLine(result),
  ].map((line) => `::notice::${data(line)}`);
  return `${[...found, ...open, ...remarks, ...notices].join('\n')}\n`;
}
