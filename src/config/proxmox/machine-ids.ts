import { assignmentsOf } from '../shell/assignments.js';
import type { Command } from '../shell/reading.js';
import { isUnknown, type Word } from '../shell/word.js';

/** A machine that a word of a script names. */
export interface NamedVm {
  /** Two words with the same one are the same machine, as far as anybody can know. */
  readonly key: string;
  /** As it is called: its number, or what stands there for it. */
  readonly name: string;
}

export const noId: NamedVm = { key: '', name: '' };

/** A word that names a machine, and how it is written. */
export interface IdWord {
  readonly word: Word;
  readonly written: string;
}

/** Which machines the words of a script mean, in its order. */
export class MachineIds {
  /** By what is written, the number that was known there last. */
  readonly #known = new Map<string, string>();
  /** How often each variable was set. */
  readonly #set = new Map<string, number>();
  #unplaced = 0;

  /** A variable that is set anew is another number from here on. */
  learn(command: Command): void {
    for (const name of [...assignmentsOf(command).map((each) => each.name), ...filled(command)]) {
      this.#set.set(name, (this.#set.get(name) ?? 0) + 1);
    }
  }

  idOf({ word, written }: IdWord): NamedVm {
    const name = plain(written);
    const place = `${name.replaceAll(/\s+/g, '')} ${this.#timesSet(name)}`;
    const { text, pieces } = word;
    if (!isUnknown(text)) {
      this.#known.set(place, text);
      return { key: text, name: text };
    }
    // Nobody can say where it stands: it is like no other.
    if (pieces.length === 0) return { key: this.#unlike(), name: '' };
    return { key: this.#known.get(place) ?? place, name };
  }

  #timesSet(written: string): number {
    const names = [...written.matchAll(/[A-Za-z_]\w*/g)].map(([name]) => name);
    return names.reduce((sum, name) => sum + (this.#set.get(name) ?? 0), 0);
  }

  #unlike(): string {
    this.#unplaced += 1;
    return `?${this.#unplaced}`;
  }
}

/** Variables that a loop or `read` fills. */
function filled({ words }: Command): readonly string[] {
  const [first, second, ...others] = words.map(({ text }) => text);
  if (first === 'for' || first === 'select') return second === undefined ? [] : [second];
  const read = words.findIndex(({ text }) => text === 'read');
  return read === -1 ? [] : [second ?? '', ...others].filter((text) => /^[A-Za-z_]\w*$/.test(text));
}

/** Without quotes and braces that are only a way to write the same: `"${ID}"` is `$ID`. */
function plain(written: string): string {
  return written.replaceAll(/["']/g, '').replaceAll(/\$\{(\w+)\}/g, '$$$1');
}
