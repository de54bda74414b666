import { orMeant } from '../../model/nearest-word.js';
import type { ConfigNote, Fact, Position, VmDisk } from '../../model/vm-disk.js';
import { givenText, members, type View } from '../document/view.js';
import { note } from '../draft.js';
import { unresolved, written } from '../fact.js';
import { type Option, type Options, option, positionOf, rawText } from '../qemu/options.js';
import { outsideQemu } from '../qemu/vhost-user.js';
import { isUnknown, unknownMark } from '../shell/word.js';
import { isTemplate } from '../template.js';

export type Drive =
  | { readonly disk: VmDisk }
  | { readonly skipped: { readonly id: string; readonly reason: string; readonly at: Position } };

/** An object of JSON as options: what is nested is left out. */
export function optionsOfView(view: View): Options {
  const { source, span } = view;
  const list = members(view).flatMap(([key, value]): Option[] => {
    const fact = givenText(value);
    if (
      fact === null ||
      (!fact.known && value.node?.kind !== 'unknown' && value.node?.kind !== 'scalar')
    ) {
      return [];
    }
    const text = fact.known ? fact.value : unknownMark;
    return [{ key, value: text, span: value.span, source }];
  });
  return { list, span, source, opaque: null, error: '' };
}

export function isOn(options: Options, key: string): boolean {
  return /^(true|on|yes|1)$/.test(option(options, key)?.value ?? '');
}

/** A value that nobody fills in later, and that is there. */
export function isKnownText(found: Option): boolean {
  return !isUnknown(found.value) && !isTemplate(found.value);
}

export function textOf(found: Option): string {
  return isUnknown(found.value) ? rawText(found) : found.value;
}

/** One of a list of words, each standing for a value. */
export function worded<T>(
  found: Option,
  words: Readonly<Record<string, T>>,
  notes: ConfigNote[],
  whose: string,
): Fact<T> {
  const where = positionOf(found);
  const known = Object.hasOwn(words, found.value) ? words[found.value] : undefined;
  if (known !== undefined) return written(known, where);
  if (isKnownText(found)) {
    const message = `${whose} knows no ${found.key} \`${found.value}\`${orMeant(found.value, Object.keys(words))}`;
    notes.push(note('refused-by-qemu', message, where));
  }
  return unresolved(textOf(found), where, [...new Set(Object.values(words))]);
}

/** What another process serves: it decides everything. */
export function servedElsewhere(disk: VmDisk, socket: Option): VmDisk {
  const where = positionOf(socket);
  const {
    isReadOnly: _,
    isEmpty: __,
    isDrive: ___,
    snapshot: ____,
    notes,
    ...open
  } = outsideQemu(where);
  return {
    ...disk,
    ...open,
    source: { kind: written('vhost-user', where), name: textOf(socket) },
    notes: [...disk.notes, ...notes],
  };
}
