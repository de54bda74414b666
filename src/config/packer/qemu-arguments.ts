import type { ConfigNote } from '../../model/vm-disk.js';
import { at, isThere, items, positionOf, type View } from '../document/view.js';
import { wordOfView } from '../document/words.js';
import { openNote } from '../draft.js';
import type { Word } from '../shell/word.js';

export interface UserArguments {
  readonly words: readonly Word[];
  /** Options that the user gives, with their dashes: each replaces all of Packer's of that name. */
  readonly replaced: ReadonlySet<string>;
  readonly notes: readonly ConfigNote[];
}

/** `qemuargs`: lists of an option and what follows it, which is joined. */
export function userArguments(body: View): UserArguments {
  const given = at(body, 'qemuargs');
  const words: Word[] = [];
  const replaced = new Set<string>();
  const notes: ConfigNote[] = [];
  const unreadable = (view: View) =>
    notes.push(
      openNote(
        'unreadable',
        'qemuargs may add or replace disks: they are not known',
        positionOf(view),
      ),
    );
  if (given.node?.kind === 'unknown') unreadable(given);
  for (const pair of items(given)) {
    const [name, ...values] = items(pair);
    if (pair.node?.kind === 'unknown' || name === undefined || !isThere(name)) {
      unreadable(pair);
      continue;
    }
    const option = wordOfView(name);
    replaced.add(option.text);
    words.push(option, ...joined(values.map(wordOfView)));
  }
  return { words, replaced, notes };
}

/** One value as it is; several have no places inside them. */
function joined(values: readonly Word[]): readonly Word[] {
  const [first, ...others] = values;
  if (first === undefined) return [];
  if (others.length === 0) return first.text === '' ? [] : [first];
  const text = values.map((value) => value.text).join('');
  return [{ text, pieces: [], start: first.start, end: first.end }];
}
