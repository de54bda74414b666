import { cacheNameOf } from '../../model/cache-name.js';
import type { CacheModeId } from '../../model/configuration.js';
import { disposableReason, type Sites } from '../../model/site.js';
import { siteRows } from '../../model/site-rows.js';
import type {
  ConfigNote,
  Fact,
  Origin,
  Position,
  VmDefinition,
  VmDisk,
  VmFile,
} from '../../model/vm-disk.js';
import type { ConfigDiskJson, ConfigFileJson, ConfigJson } from './config-schema.js';

const unresolved = 'unresolved';

/** What `blkcheck config --json` prints: one file's disks, or those of several files. */
export function renderConfigJson(
  files: readonly VmFile[],
  isSingle: boolean,
  sites: Sites,
): string {
  const [only] = files;
  const whole: ConfigJson =
    isSingle && only !== undefined
      ? { schemaVersion: 1, ...fileJson(only, sites) }
      : { schemaVersion: 1, files: files.map((file) => fileJson(file, sites)) };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function fileJson(
  { file, format, definitions, assumptions }: VmFile,
  sites: Sites,
): ConfigFileJson {
  return {
    file,
    format,
    disks: definitions.flatMap((definition) =>
      definition.disks.map((disk) => diskJson(disk, sites)),
    ),
    skipped: definitions.flatMap(({ skipped }) =>
      skipped.map(({ id, reason, at }) => ({ id, reason, ...place(at) })),
    ),
    machines: definitions.map(machineJson),
    assumptions: [...assumptions],
  };
}

function machineJson({ name, machineType, notes, at }: VmDefinition) {
  return {
    name,
    machine: machineType === null ? '' : valueIn(machineType),
    ...place(at),
    notes: notes.map(noteJson),
  };
}

function noteJson({ rule, message, at }: ConfigNote) {
  return { rule, message, ...place(at) };
}

function place({ file, line, column, endColumn }: Position) {
  return { file, line, column, endColumn };
}

function valueIn<T>(fact: Fact<T>): T | typeof unresolved {
  return fact.known ? fact.value : unresolved;
}

/** The name of the combination; unresolved where it may be more than one. */
export function cacheOf({ caches }: VmDisk): CacheModeId | typeof unresolved {
  const names = new Set(caches.map(cacheNameOf));
  const [only] = names;
  return only === undefined || names.size > 1 ? unresolved : only;
}

function originJson<T>(fact: Fact<T>) {
  const { origin } = fact;
  const values = fact.known ? {} : { values: fact.values.map(String) };
  return { kind: origin.kind, ...place(origin.at), ...words(origin), ...values };
}

function words(origin: Origin) {
  if (origin.kind === 'default') return { of: origin.of };
  if (origin.kind === 'assumed') return { by: origin.by };
  return origin.kind === 'unresolved' ? { text: origin.text } : {};
}

/** The setting that a cache mode's name comes from: what is written before what is not. */
function cacheOrigin({ writeback, direct, noFlush }: VmDisk) {
  const facts = [writeback, direct, noFlush];
  const unknown = facts.find(({ known }) => !known);
  const written = facts.find(({ origin }) => origin.kind === 'file');
  return originJson<unknown>(unknown ?? written ?? writeback);
}

function originsJson(disk: VmDisk, site: ReturnType<typeof siteRows>) {
  const { source, dpofua, configWce } = disk;
  const facts = {
    frontend: disk.frontend,
    writeback: disk.writeback,
    direct: disk.direct,
    noFlush: disk.noFlush,
    aio: disk.aio,
    format: disk.format,
    source: source.kind,
    werror: disk.werror,
    rerror: disk.rerror,
    discard: disk.discard,
    detectZeroes: disk.detectZeroes,
    ...(dpofua === null ? {} : { dpofua }),
    ...(configWce === null ? {} : { configWce }),
  };
  const origins = Object.entries(facts).map(([key, fact]) => [key, originJson<unknown>(fact)]);
  return {
    ...Object.fromEntries(origins),
    cache: cacheOrigin(disk),
    ...Object.fromEntries(site.map(([key, fact]) => [key, originJson(fact)])),
  };
}

function diskJson(disk: VmDisk, sites: Sites): ConfigDiskJson {
  const { source, dpofua, configWce } = disk;
  const site = siteRows(sites.get(disk));
  const reason = disposableReason(disk, sites);
  return {
    id: disk.id,
    frontend: valueIn(disk.frontend),
    device: disk.device,
    controller: disk.controller,
    writeback: valueIn(disk.writeback),
    direct: valueIn(disk.direct),
    noFlush: valueIn(disk.noFlush),
    cache: cacheOf(disk),
    possibleCaches: [...new Set(disk.caches.map(cacheNameOf))],
    aio: valueIn(disk.aio),
    format: valueIn(disk.format),
    source: { kind: valueIn(source.kind), name: source.name },
    disposable: reason !== '',
    disposableReason: reason,
    shared: disk.shared,
    werror: valueIn(disk.werror),
    rerror: valueIn(disk.rerror),
    discard: valueIn(disk.discard),
    detectZeroes: valueIn(disk.detectZeroes),
    dpofua: dpofua === null ? null : valueIn(dpofua),
    configWce: configWce === null ? null : valueIn(configWce),
    site: Object.fromEntries(site.map(([key, fact]) => [key, valueIn(fact)])),
    ...place(disk.at),
    origins: originsJson(disk, site),
    notes: disk.notes.map(noteJson),
  };
}
