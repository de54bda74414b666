import { isGiven } from '../document/blocks.js';
import { givenText, textOf, type View } from '../document/view.js';
import type { Option, Options } from '../qemu/options.js';
import { unknownMark, type Word } from '../shell/word.js';
import type { Span } from '../text.js';
import type { Setting } from './settings.js';

/** A value as a word of a command line: what only a run knows is marked. */
export function wordOf(view: View): Word {
  const fact = givenText(view);
  return wordAt(fact?.known === true ? fact.value : unknownMark, view.span);
}

export function wordAt(text: string, { start, end }: Span): Word {
  return { text, pieces: [], start, end };
}

export function optionOf(key: string, view: View, value?: string): Option {
  const { text } = wordOf(view);
  return { key, value: value ?? text, span: view.span, source: view.source };
}

export function settingOf(key: string, view: View): readonly Setting[] {
  return isGiven(view) ? [{ key, value: wordOf(view) }] : [];
}

export function settingOr(key: string, view: View, fallback: string, body: View): Setting {
  return { key, value: isGiven(view) ? wordOf(view) : wordAt(fallback, body.span) };
}

export interface DriveDraft {
  /** `scsi0`; what nobody knows is some name that is no drive's. */
  readonly key: string;
  /** The key is the place of the drive among others. */
  readonly isCounted?: boolean;
  /** What says so. */
  readonly keyView: View;
  readonly disk: View;
  readonly options: readonly Option[];
}

/** One drive of a machine; `at` is the place of the whole. */
export function driveSetting(draft: DriveDraft): Setting {
  const { key, isCounted = false, keyView, disk, options } = draft;
  const list: Options = {
    list: options,
    span: keyView.span,
    source: disk.source,
    opaque: null,
    error: '',
  };
  const setting = { key, value: wordAt('', disk.span), options: list };
  return isCounted ? { ...setting, isCounted: true } : setting;
}

/** `storage:volume`, or `storage:size` for a disk that is still to be made. */
export function volumeOption(storage: View, fallback: string, volume: View, disk: View): Option {
  const named = isGiven(volume);
  const where = isGiven(storage) ? storage : named ? volume : disk;
  const base = isGiven(storage) ? wordOf(storage).text : fallback;
  const rest = named ? wordOf(volume).text : '1';
  if (rest.startsWith('/')) return optionOf('file', volume);
  return optionOf('file', where, `${base}:${rest}`);
}

/** A setting of the provider's own, at the place of the disk that lacks it. */
export function ownOption(key: string, value: string, disk: View): Option {
  return { key, value, span: disk.span, source: disk.source };
}

export function optionsOf(
  disk: View,
  keys: readonly (readonly [key: string, view: View, fallback: string])[],
): readonly Option[] {
  return keys.flatMap(([key, view, fallback]) => {
    if (isGiven(view)) return [optionOf(key, view)];
    return fallback === '' ? [] : [ownOption(key, fallback, disk)];
  });
}

/** A truth value as one of two words; nothing where nobody says. */
export function switchOption(
  key: string,
  view: View,
  [yes, no]: readonly [string, string],
): readonly Option[] {
  if (!isGiven(view)) return [];
  const text = textOf(view);
  const value = text === 'true' ? yes : text === 'false' ? no : undefined;
  return [optionOf(key, view, value)];
}
