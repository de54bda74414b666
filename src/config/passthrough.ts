import { lacksProperty } from '../catalogue/devices/block-properties.js';
import { aioIds } from '../model/configuration.js';
import type { Fact, Position, VmDisk } from '../model/vm-disk.js';
import { errorPolicies } from '../model/vm-disk.js';
import { cacheFlagsOf, note } from './draft.js';
import { overriding, unresolved, written } from './fact.js';
import { propertyMissing } from './missing-property.js';
import { driversOf } from './qemu/devices.js';
import { type Option, positionOf, truth } from './qemu/options.js';
import type { Setup } from './qemu/setup.js';
import { isUnknown, type Word } from './shell/word.js';
import { isTemplate } from './template.js';
import type { SourceText } from './text.js';

/** A disk and the id that its device has on QEMU's command line. */
export interface AliasedDisk {
  readonly disk: VmDisk;
  readonly alias: string;
}

/** One property that is set on a device behind the back of what made it. */
export interface Change {
  readonly alias: string;
  readonly option: Option;
  /** Of the `-drive` that it is attached to, not of the device. */
  readonly ofDrive?: true;
  /** What the definition has for it beats it, once that is set. */
  readonly yields?: true;
}

/**
 * `-set device.ALIAS.key=value` for a device that is made already. One for a device that is no disk
 * is left out: the words themselves do not define it, and it is no concern of a disk.
 *
 * @param drives - what stands before an alias in the id of its `-drive`; null where there are no such
 */
export function withoutSets(
  source: SourceText,
  words: readonly Word[],
  disks: readonly AliasedDisk[],
  drives: string | null = null,
): { readonly rest: readonly Word[]; readonly changes: readonly Change[] } {
  const rest: Word[] = [];
  const changes: Change[] = [];
  const aliases = new Set(disks.map(({ alias }) => alias));
  const own = new Set(
    words.flatMap(({ text }) => /\bid["']?[=:]["']?([^,"']+)/.exec(text)?.[1] ?? []),
  );
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    const value = words[index + 1];
    const match = word?.text === '-set' ? settingOf(value?.text ?? '', drives) : null;
    const isOthers = match?.ofDrive === true && !aliases.has(match.alias);
    if (match === null || value === undefined || isOthers) {
      if (word !== undefined) rest.push(word);
      continue;
    }
    index += 1;
    const { alias, key, text, ofDrive } = match;
    const span = { start: value.start, end: value.end };
    if (aliases.has(alias)) {
      const change = { alias, option: { key, value: text, span, source } };
      changes.push(ofDrive ? { ...change, ofDrive } : change);
    } else if (word !== undefined && own.has(alias)) {
      rest.push(word, value);
    }
  }
  return { rest, changes };
}

function settingOf(text: string, drives: string | null) {
  const match = /^(device|drive)\.([^.]+)\.([^=]+)=(.*)$/s.exec(text);
  const [, group = '', id = '', key = '', value = ''] = match ?? [];
  if (match === null || isUnknown(id + key)) return null;
  if (group === 'device') return { alias: id, key, text: value, ofDrive: false as const };
  if (drives === null || !id.startsWith(drives)) return null;
  return { alias: id.slice(drives.length), key, text: value, ofDrive: true as const };
}

/**
 * `-global` reaches devices that are made already, unless the property is set on them.
 *
 * @param hasWriteCache - whether `write-cache` is, where it is a property at all
 */
export function globalChanges(
  { globals }: Setup,
  disks: readonly AliasedDisk[],
  hasWriteCache: (disk: VmDisk) => boolean,
): readonly Change[] {
  return globals.flatMap(({ driver, option }) =>
    disks
      .filter(
        ({ disk }) =>
          disk.device !== '' && driversOf(disk.device).some((names) => names.includes(driver)),
      )
      .filter(
        ({ disk }) =>
          option.key !== 'write-cache' ||
          !hasWriteCache(disk) ||
          lacksProperty(disk.device, option.key),
      )
      .map(({ alias }) => ({ alias, option })),
  );
}

export function changedDisks<T extends AliasedDisk>(
  disks: readonly T[],
  changes: readonly Change[],
): readonly T[] {
  // The last change of a property counts, so no other needs to be made.
  const byAlias = new Map<string, Map<string, Change>>();
  for (const change of changes) {
    const { alias, option, ofDrive } = change;
    const known = byAlias.get(alias) ?? new Map<string, Change>();
    const key = `${ofDrive === true ? 'drive.' : ''}${option.key}`;
    known.delete(key);
    byAlias.set(alias, known.set(key, change));
  }
  return disks.map((made) => {
    const own = [...(byAlias.get(made.alias)?.values() ?? [])];
    return { ...made, disk: own.reduce(withProperty, made.disk) };
  });
}

/** A property of the device; what has nothing to do with the disk's data is left alone. */
function withProperty(disk: VmDisk, { option, ofDrive, yields }: Change): VmDisk {
  const { key, value } = option;
  const at = positionOf(option);
  if (ofDrive === true) return withDriveOption(disk, option);
  if (lacksProperty(disk.device, key))
    return { ...disk, notes: [...disk.notes, propertyMissing(disk.device, option)] };
  const yes = value === 'auto' ? true : truth(value);
  const flag = yes === null ? unresolved(value, at, [true, false]) : written(yes, at);
  const over = <T extends boolean | string>(fact: Fact<T>, otherwise: Fact<T>) =>
    yields === true ? fact : overriding(fact, `${key}=${value}`, otherwise);
  if (key === 'write-cache') return { ...disk, writeback: over(flag, disk.writeback) };
  if (key === 'dpofua') return { ...disk, dpofua: flag };
  if (key === 'config-wce') return { ...disk, configWce: flag };
  if (key === 'share-rw') return { ...disk, shared: yes === true };
  if (key === 'werror' || key === 'rerror')
    return { ...disk, [key]: over(policy(value, at), disk[key]) };
  if (key !== 'drive') return disk;
  const message = `the disk is attached to another node, \`${value}\`: its settings are not known`;
  return { ...disk, notes: [...disk.notes, note('unreadable', message, at)] };
}

/** An option of the `-drive`, which its device has no word against. */
function withDriveOption(disk: VmDisk, option: Option): VmDisk {
  const { key, value } = option;
  const at = positionOf(option);
  const over = <T extends boolean | string>(fact: Fact<T>, otherwise: Fact<T>) =>
    overriding(fact, `${key}=${value}`, otherwise);
  const flags = key === 'cache' ? cacheFlagsOf(value) : null;
  if (flags !== null) {
    const { writeback, direct, noFlush } = flags;
    return {
      ...disk,
      writeback: over(written(writeback, at), disk.writeback),
      direct: over(written(direct, at), disk.direct),
      noFlush: over(written(noFlush, at), disk.noFlush),
      caches: [],
    };
  }
  const aio = aioIds.find((name) => name === value);
  if (key === 'aio' && aio !== undefined) return { ...disk, aio: over(written(aio, at), disk.aio) };
  if (key === 'werror' || key === 'rerror')
    return { ...disk, [key]: over(policy(value, at), disk[key]) };
  const message = `-set changes ${key} of the drive: it is not followed`;
  return { ...disk, notes: [...disk.notes, note('unreadable', message, at)] };
}

function policy(value: string, at: Position) {
  const known = errorPolicies.find((name) => name === value);
  return known === undefined || isTemplate(value) || isUnknown(value)
    ? unresolved(value, at, errorPolicies)
    : written(known, at);
}
