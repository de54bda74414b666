import { diskName, type GateResult, passOf } from '../../model/gate-result.js';
import { inert } from '../text/inert.js';
import {
  assumptionLines,
  changeLines,
  factsOf,
  headlineOf,
  openOf,
  placeText,
  remarksOf,
  staleLines,
  summaryLine,
  unjudgedIn,
  unreadLines,
  waivedLines,
} from './blocks.js';
import { alikeIn, type Block, blocksOf } from './causes.js';

/** Names of a definition must not become markup, links or mentions. */
export function markdownText(text: string): string {
  return inert(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('#', '&#35;')
    .replaceAll('@', '&#64;')
    .replaceAll(/([\\`*_{}[\]()!|~])/gu, '\\$1')
    .replaceAll('://', ':&#47;/');
}

const rowsMax = 200;

/** A row for each disk; nothing for none, as where no disk was made worse. */
function tableOf({ disks }: GateResult): readonly string[] {
  if (disks.length === 0) return [];
  const rows = disks.slice(0, rowsMax).map((disk) => {
    const place = markdownText(`${disk.at.file}:${disk.at.line}`);
    return `| ${markdownText(diskName(disk))} | ${passOf(disk)} | ${place} |`;
  });
  const left = disks.length - rowsMax;
  const more = left > 0 ? [`| and ${left} more | | |`] : [];
  return ['', '| disk | verdict | where |', '| --- | --- | --- |', ...rows, ...more];
}

function blockLines(block: Block): readonly string[] {
  const { finding, places } = block;
  const rows = alikeIn(block).flatMap(({ extent, places: some }, index) =>
    some.map(({ disk, finding: { at } }) => {
      const place = `${diskName(disk)} (${placeText(at)})`;
      return `- ${markdownText(index === 0 ? place : `${place}: ${extent}`)}`;
    }),
  );
  return [
    '',
    `### ${markdownText(`${finding.rule}: ${headlineOf(finding)}`)}`,
    '',
    ...factsOf(finding).map((fact) => `${markdownText(fact)}  `),
    '',
    ...rows.slice(0, rowsMax),
    ...(places.length > rowsMax ? [`- and ${places.length - rowsMax} more`] : []),
  ];
}

function unjudgedLines(result: GateResult): readonly string[] {
  const unjudged = unjudgedIn(result);
  const left = unjudged.length - rowsMax;
  if (unjudged.length === 0) return [];
  const rows = unjudged
    .slice(0, rowsMax)
    .map(
      (disk) => `- ${markdownText(`${diskName(disk)} (${placeText(disk.at)}): ${disk.reason}`)}`,
    );
  return ['', '### Not judged', '', ...rows, ...(left > 0 ? [`- and ${left} more`] : [])];
}

/** For a pull request's comment or a job's summary. */
export function renderMarkdown(result: GateResult): string {
  const blocks = blocksOf(result).flatMap(blockLines);
  const open = openOf(result);
  return `${[
    `## blkcheck: ${markdownText(summaryLine(result))}`,
    '',
    ...changeLines(result).map((line) => `- ${markdownText(line)}`),
    ...staleLines(result).map((line) => `- ${markdownText(line)}`),
    ...tableOf(result),
    ...blocks,
    ...(open.length === 0 ? [] : ['', '### Inconclusive', '']),
    ...open
      .slice(0, rowsMax)
      .map((disk) => `- ${markdownText(`${diskName(disk)}: ${disk.reason}`)}`),
    ...unjudgedLines(result),
    '',
    ...remarksOf(result)
      .slice(0, rowsMax)
      .map(
        ({ rule, message, at }) =>
          `- ${markdownText(`${rule}: ${message} (${at.file}:${at.line}:${at.column})`)}`,
      ),
    ...waivedLines(result, rowsMax).map((line) => `- waived: ${markdownText(line)}`),
    ...[...unreadLines(result), ...assumptionLines(result)]
      .filter((line) => line !== '')
      .map((line) => `- ${markdownText(line)}`),
  ].join('\n')}\n`;
}
