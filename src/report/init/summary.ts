import type { Survey } from '../../model/survey.js';
import { inert } from '../text/inert.js';
import { clip } from '../text/width.js';

/** More names than these are counted. */
const namesMax = 3;

/** What was found, a line for each format; no line is longer than the columns. */
export function foundLines(survey: Survey, columns: number): readonly string[] {
  const lines = [
    `found ${countsOf(survey)}:`,
    ...formatLines(survey),
    versionLine(survey),
    ...refusedLines(survey),
  ];
  return lines.map((line) => clip(line, columns));
}

function formatLines({ files }: Survey): readonly string[] {
  const formats = [...new Set(files.map(({ format }) => format))];
  const width = Math.max(...formats.map((format) => format.length));
  return formats.map((format) => {
    const own = files.filter((file) => file.format === format);
    return `  ${format.padEnd(width)}  ${listed(own.map(({ file }) => inert(file)))}`;
  });
}

function versionLine({ versions }: Survey): string {
  const newest = versions.at(-1);
  if (newest === undefined) return 'no machine type names a version of QEMU';
  const { version, machineType, at } = newest;
  return `QEMU ${version} or later: machine type ${inert(machineType)} in ${inert(at.file)}:${at.line}`;
}

/** The first mistake of each file. */
function refusedLines({ refused }: Survey): readonly string[] {
  const first = refused.filter(
    ({ file }, index) => refused.findIndex((other) => other.file === file) === index,
  );
  const shown = first.slice(0, namesMax).map(({ file, line, column, message }) => {
    const place = line === 0 ? '' : `:${line}:${column}`;
    return `cannot be read: ${inert(file)}${place}: ${inert(message)}`;
  });
  const left = first.length - shown.length;
  return left > 0 ? [...shown, `cannot be read: ${left} more files`] : shown;
}

/** The first names, and how many there are beyond. */
export function listed(names: readonly string[]): string {
  const left = names.length - namesMax;
  return `${names.slice(0, namesMax).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function countsOf({ files }: Survey): string {
  const definitions = files.flatMap((file) => file.definitions);
  const disks = definitions.flatMap((definition) => definition.disks);
  const disposable = disks.filter((disk) => disk.disposable !== '').length;
  return [
    many(disks.length, 'disk'),
    `of ${many(definitions.length, 'machine')}`,
    `in ${many(files.length, 'file')}`,
    ...(disposable === 0 ? [] : [`(${disposable} disposable)`]),
  ].join(' ');
}

const many = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
