import { cacheNameOf } from '../../model/cache-name.js';
import { disposableReason, type Sites } from '../../model/site.js';
import type {
  ConfigNote,
  Fact,
  Origin,
  Position,
  VmDefinition,
  VmDisk,
  VmFile,
} from '../../model/vm-disk.js';
import { inert } from '../text/inert.js';
import type { Paint } from '../text/paint.js';
import { hanging, wrap } from '../text/width.js';
import { cacheOf } from './config-json.js';
import { assumedOfAll, saidRows } from './site-rows.js';

interface Page {
  readonly sites: Sites;
  readonly paint: Paint;
  readonly columns: number;
}

/** Every disk of the files with all its settings, and where each comes from. */
export function renderConfigText(
  files: readonly VmFile[],
  sites: Sites,
  paint: Paint,
  columns: number,
): string {
  const page = { sites, paint, columns };
  return `${files.map((file) => fileLines(file, page).join('\n')).join('\n\n')}\n`;
}

function fileLines({ file, format, definitions, assumptions }: VmFile, page: Page) {
  const assumed = assumptions.map(({ key, value, by }) => `${key} ${value} (${by})`).join('; ');
  const disks = definitions.flatMap((definition) => definition.disks);
  const below = assumedOfAll(disks, page.sites)
    .map(([key, value]) => `${key} ${value}`)
    .join('; ');
  return [
    page.paint.strong(inert(`${file}: ${format}`)),
    ...(assumed === '' ? [] : indented(`assumed: ${assumed}`, 2, page)),
    ...(below === '' ? [] : indented(`assumed around QEMU: ${below}`, 2, page)),
    ...definitions.flatMap((definition) => definitionLines(definition, page)),
  ];
}

function definitionLines({ name, machineType, disks, skipped, notes }: VmDefinition, page: Page) {
  const machine = machineType === null ? '' : `, machine ${valueText(machineType)}`;
  const title =
    name === '' && machine === '' ? [] : ['', `VM ${inert(name || 'without a name')}${machine}`];
  return [
    ...title,
    ...notes.flatMap((note) => noteLines(note, 2, page)),
    ...(disks.length === 0 && skipped.length === 0 ? ['  no disks'] : []),
    ...disks.flatMap((disk) => ['', ...diskLines(disk, page)]),
    ...(skipped.length === 0 ? [] : ['']),
    ...skipped.flatMap(({ id, reason, at }) =>
      indented(`skipped ${id}: ${reason} (${placeText(at)})`, 2, page),
    ),
  ];
}

const labelWidth = 'detectZeroes'.length + 2;
/** What is said of the site has the keys of its file. */
const isOfSite = (label: string) => label.includes('.') || label === 'faults';
const siteLabelWidth = 'guest.filesystem'.length + 2;
const valueWidth = 'unresolved'.length + 2;

function diskLines(disk: VmDisk, page: Page): readonly string[] {
  const { id, source, shared, notes } = disk;
  const disposable = disposableReason(disk, page.sites);
  const traits = [disposable === '' ? '' : `disposable, ${disposable}`, shared ? 'shared' : ''];
  const said = traits.filter((trait) => trait !== '').join('; ');
  const cache = cacheOf(disk);
  const isOpen = cache === 'unresolved';
  const painted = isOpen ? page.paint.unsure(cache) : cache;
  return [
    `  ${page.paint.strong(inert(id))}  cache=${painted}  ${page.paint.faint(placeText(disk.at))}`,
    ...(isOpen ? indented(`cache may be ${possibleText(disk)}`, 4, page) : []),
    ...(said === '' ? [] : indented(said, 4, page)),
    ...rows(disk).flatMap(([label, fact]) => factLines(label, fact, page)),
    `    ${'name'.padEnd(labelWidth)}${inert(source.name) || '(none)'}`,
    ...saidRows(disk, page.sites).flatMap(([label, fact]) => factLines(label, fact, page)),
    ...notes.flatMap((note) => noteLines(note, 4, page)),
  ];
}

function possibleText({ caches }: VmDisk): string {
  return [...new Set(caches.map(cacheNameOf))].join(' or ');
}

function rows(disk: VmDisk): readonly (readonly [string, Fact<string | boolean>])[] {
  const { dpofua, configWce } = disk;
  return [
    ['frontend', disk.frontend],
    ['writeback', disk.writeback],
    ['direct', disk.direct],
    ['noFlush', disk.noFlush],
    ['aio', disk.aio],
    ['format', disk.format],
    ['source', disk.source.kind],
    ['werror', disk.werror],
    ['rerror', disk.rerror],
    ['discard', disk.discard],
    ['detectZeroes', disk.detectZeroes],
    ...(dpofua === null ? [] : [['dpofua', dpofua] as const]),
    ...(configWce === null ? [] : [['configWce', configWce] as const]),
  ];
}

function valueText(fact: Fact<string | boolean>): string {
  if (!fact.known) return 'unresolved';
  if (typeof fact.value === 'string') return inert(fact.value);
  return fact.value ? 'on' : 'off';
}

function factLines(label: string, fact: Fact<string | boolean>, page: Page): readonly string[] {
  const value = valueText(fact);
  const start = `    ${label.padEnd(isOfSite(label) ? siteLabelWidth : labelWidth)}`;
  const indent = start.length + Math.max(valueWidth, value.length + 2);
  const [line = '', ...others] = originLines(fact, page.columns - indent);
  const painted = fact.known ? value : page.paint.unsure(value);
  const gap = ' '.repeat(indent - start.length - value.length);
  const { faint } = page.paint;
  return [
    `${start}${painted}${gap}${faint(line)}`,
    ...others.map((other) => ' '.repeat(indent) + faint(other)),
  ];
}

/** A place is never broken, so that it can be followed; the disk's own place is in its first line. */
function originLines(fact: Fact<string | boolean>, columns: number): readonly string[] {
  const { origin } = fact;
  if (origin.kind === 'file') return [placeText(origin.at)];
  const isOpen = fact.known || fact.values.length === 0;
  const values = isOpen ? '' : `; it may be ${fact.values.map(shownValue).join(' or ')}`;
  return wrap(inert(`${originWords(origin)}${values}`), columns);
}

function shownValue(value: string | boolean): string {
  if (typeof value === 'string') return value;
  return value ? 'on' : 'off';
}

function originWords(origin: Origin): string {
  if (origin.kind === 'default') return `default of ${origin.of}`;
  if (origin.kind === 'assumed') return `assumed: ${origin.by}`;
  return origin.kind === 'unresolved' ? origin.text : '';
}

function placeText({ file, line, column }: Position): string {
  return inert(`${file}:${line}:${column}`);
}

function noteLines({ rule, message, at }: ConfigNote, indent: number, page: Page) {
  return indented(`${rule}: ${message} (${placeText(at)})`, indent, page).map(page.paint.bad);
}

function indented(text: string, indent: number, { columns }: Page): readonly string[] {
  return hanging(inert(text), columns, indent);
}
