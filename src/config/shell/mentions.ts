import { addToGroup } from '../../model/group-by.js';
import type { Block, Blocks } from './blocks.js';
import { calledAt } from './own-words.js';
import type { Command } from './reading.js';

/** Where a script names its functions, and which of these places are calls that were followed. */
export class Mentions {
  readonly #functions: readonly Block[];
  readonly #places = new Map<string, number[]>();
  readonly #followed = new Set<string>();
  readonly #failed = new Set<string>();
  readonly #covered = new Map<string, boolean>();

  constructor(text: string, commands: readonly Command[], { functions, patterns, heads }: Blocks) {
    this.#functions = functions.filter(({ depth }) => depth === 0);
    const names = new Set(functions.map(({ name }) => name));
    for (const [index, { start, words }] of commands.entries()) {
      if (names.size === 0 || patterns.has(start)) continue;
      // With what is no word of it: a here-document may name a function too.
      const written = text.slice(start, commands[index + 1]?.start).replaceAll(comment, '');
      const found = written.split(/[^\w.-]+/).filter((each) => names.has(each));
      const isHead = words.some((word) => heads.has(word.start));
      for (const name of isHead ? found.slice(1) : found)
        addToGroup(this.#places, name, calledAt({ words, start }));
    }
  }

  meet(command: Command, name: string, isFollowed: boolean): void {
    (isFollowed ? this.#followed : this.#failed).add(`${calledAt(command)} ${name}`);
  }

  /** Whether a place is in a function of which each call was followed. */
  isReplaced(at: number): boolean {
    const owner = this.#ownerOf(at);
    return owner !== undefined && at > owner.from && this.#isCovered(owner.name);
  }

  #isCovered(name: string): boolean {
    const known = this.#covered.get(name);
    if (known !== undefined) return known;
    this.#covered.set(name, false);
    const places = this.#places.get(name) ?? [];
    const isCovered = (at: number): boolean => {
      const owner = this.#ownerOf(at);
      const key = `${at} ${name}`;
      const isFollowed = this.#followed.has(key) && !this.#failed.has(key);
      return isFollowed && (owner === undefined || this.#isCovered(owner.name));
    };
    const isOnce = new Set(places).size === places.length;
    const found = places.length > 0 && isOnce && places.every(isCovered);
    this.#covered.set(name, found);
    return found;
  }

  #ownerOf(at: number): Block | undefined {
    let low = 0;
    let high = this.#functions.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#functions[middle]?.from ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const found = this.#functions[low];
    return found !== undefined && found.from <= at && at <= found.to ? found : undefined;
  }
}

const comment = /(?<=^|\s)#.*/gm;
