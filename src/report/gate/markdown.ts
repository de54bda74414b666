import { type GateResult, passOf } from '../../model/gate-result.js';
import { inert } from '../inert.js';
import {
  assumptionLines,
  blocksOf,
  changeLines,
  factsOf,
  nameOf,
  remarksOf,
  staleLines,
  summaryLine,
  unreadLines,
  waivedLines,
} from './blocks.js';

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

/** For a pull request's comment or a job's summary. */
export function renderMarkdown(result: GateResult): string {
  const blocks = blocksOf(result).flatMap(({ finding, places }) => [
    '',
    `### ${markdownText(`${finding.rule}: ${finding.title}`)}`,
    '',
    ...factsOf(finding).map((fact) => `${markdownText(fact)}  `),
    '',
    ...places
      .slice(0, rowsMax)
      .map(
        ({ disk, finding: { at } }) =>
          `- ${markdownText(`${nameOf(disk)} (${at.file}:${at.line}:${at.column})`)}`,
      ),
    ...(places.length > rowsMax ? [`- and ${places.length - rowsMax} more`] : []),
  ]);
  const open = result.disks.filter(({ verdict }) => verdict === 'inconclusive');
  return `${[
    `## blkcheck: ${markdownText(summaryLine(result))}`,
    '',
    ...changeLines(result).map((line) => `- ${markdownText(line)}`),
    ...staleLines(result).map((line) => `- ${markdownText(line)}`),
    '',
    '| disk | verdict | where |',
    '| --- | --- | --- |',
    ...result.disks
      .slice(0, rowsMax)
      .map(
        (disk) =>
          `| ${markdownText(nameOf(disk))} | ${passOf(disk)} | ${markdownText(`${disk.at.file}:${disk.at.line}`)} |`,
      ),
    ...(result.disks.length > rowsMax ? [`| and ${result.disks.length - rowsMax} more | | |`] : []),
    ...blocks,
    ...(open.length === 0 ? [] : ['', '### Inconclusive', '']),
    ...open.slice(0, rowsMax).map((disk) => `- ${markdownText(`${nameOf(disk)}: ${disk.reason}`)}`),
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
