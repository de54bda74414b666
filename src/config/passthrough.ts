import type { Position, VmDisk } from '../model/vm-disk.js';
import { errorPolicies } from '../model/vm-disk.js';
import { note } from './draft.js';
import { unresolved, written } from './fact.js';
import type { Setup } from './qemu/collect.js';
import { type Option, positionOf, truth } from './qemu/options.js';
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
}

/**
 * `-set device.ALIAS.key=value` for a device that is made already. One for a device that is no disk
 * is left out: the words themselves do not define it, and it is no concern of a disk.
 */
export function withoutSets(
  source: SourceText,
  words: readonly Word[],
  disks: readonly AliasedDisk[],
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
    const match =
      word?.text === '-set' ? /^device\.([^.]+)\.([^=]+)=(.*)$/s.exec(value?.text ?? '') : null;
    if (match === null || value === undefined) {
      if (word !== undefined) rest.push(word);
      continue;
    }
    index += 1;
    const [, alias = '', key = '', text = ''] = match;
    const span = { start: value.start, end: value.end };
    if (aliases.has(alias)) {
      changes.push({ alias, option: { key, value: text, span, source } });
    } else if (word !== undefined && own.has(alias)) {
      rest.push(word, value);
    }
  }
  return { rest, changes };
}

/**
 * `-global` reaches devices that are made already, unless the property is set on them.
 *
 * @param hasWriteCache - whether `write-cache` is
 */
export function globalChanges(
  { globals }: Setup,
  disks: readonly AliasedDisk[],
  hasWriteCache: (disk: VmDisk) => boolean,
): readonly Change[] {
  return globals.flatMap(({ driver, option }) =>
    disks
      .filter(({ disk }) => disk.device !== '' && driver.startsWith(disk.device))
      .filter(({ disk }) => option.key !== 'write-cache' || !hasWriteCache(disk))
      .map(({ alias }) => ({ alias, option })),
  );
}

export function changedDisks<T extends AliasedDisk>(
  disks: readonly T[],
  changes: readonly Change[],
): readonly T[] {
  // The last change of a property counts, so no other needs to be made.
  const byAlias = new Map<string, Map<string, Option>>();
  for (const { alias, option } of changes) {
    const known = byAlias.get(alias) ?? new Map<string, Option>();
    known.delete(option.key);
    byAlias.set(alias, known.set(option.key, option));
  }
  return disks.map((made) => {
    const own = [...(byAlias.get(made.alias)?.values() ?? [])];
    return { ...made, disk: own.reduce(withProperty, made.disk) };
  });
}

/** A property of the device; what has nothing to do with the disk's data is left alone. */
function withProperty(disk: VmDisk, option: Option): VmDisk {
  const { key, value } = option;
  const at = positionOf(option);
  const yes = value === 'auto' ? true : truth(value);
  const flag = yes === null ? unresolved(value, at, [true, false]) : written(yes, at);
  if (key === 'write-cache') return { ...disk, writeback: flag };
  if (key === 'dpofua') return { ...disk, dpofua: flag };
  if (key === 'config-wce') return { ...disk, configWce: flag };
  if (key === 'share-rw') return { ...disk, shared: yes === true };
  if (key === 'werror' || key === 'rerror') return { ...disk, [key]: policy(value, at) };
  if (key !== 'drive') return disk;
  const message = `the disk is attached to another node, \`${value}\`: its settings are not known`;
  return { ...disk, notes: [...disk.notes, note('unreadable', message, at)] };
}

function policy(value: string, at: Position) {
  const known = errorPolicies.find((name) => name === value);
  return known === undefined || isTemplate(value) || isUnknown(value)
    ? unresolved(value, at, errorPolicies)
    : written(known, at);
}
