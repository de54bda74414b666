import { withoutKeywords } from './own-words.js';
import type { Command } from './reading.js';

/** What runs only sometimes, several times, or later. */
export interface Block {
  readonly kind: 'if' | 'case' | 'loop' | 'group' | 'function';
  /** Of a function. */
  readonly name: string;
  readonly from: number;
  to: number;
  /** How many blocks it stands in. */
  readonly depth: number;
  /** Of a function in braces: where its commands begin; -1 elsewhere. */
  readonly body: number;
  /** Whether its end is there. */
  isClosed: boolean;
  /** It runs in a shell of its own, or not at all where what stands before it says so. */
  isApart: boolean;
}

/** Where a block begins, goes on with another branch, or ends. */
export interface Step {
  readonly at: number;
  readonly turn: 'open' | 'then' | 'elif' | 'else' | 'arm' | 'fall' | 'close';
  readonly block: Block;
}

export interface Blocks {
  readonly steps: readonly Step[];
  readonly functions: readonly Block[];
  /** Where functions are named that are written there. */
  readonly heads: ReadonlySet<number>;
  /** Where patterns of `case` stand, which run nothing. */
  readonly patterns: ReadonlySet<number>;
  /** There are more inside one another than anybody writes. */
  readonly isTooDeep: boolean;
}

/** Of blocks within blocks: each may be looked through once for all that it is in. */
const depthMax = 50;

/** Branches, loops, groups and functions of a script, from its simple commands. */
export function blocksOf(text: string, commands: readonly Command[]): Blocks {
  const reader = new BlockReader(text);
  for (const command of commands) reader.enter(command);
  return reader.finish();
}

const openers: Readonly<Record<string, Block['kind']>> = {
  if: 'if',
  while: 'loop',
  until: 'loop',
  for: 'loop',
  select: 'loop',
  case: 'case',
};
const closers: Readonly<Record<string, readonly Block['kind'][]>> = {
  fi: ['if'],
  done: ['loop'],
  esac: ['case'],
  '}': ['group', 'function'],
};
/** What may stand before a command's own words. */
const between: ReadonlySet<string> = new Set(['do', '!', 'time', 'coproc', 'if', 'while', 'until']);
const subshell = /[ \t]*\([ \t]*\)\s*\(/y;
const brackets = /[ \t]*\([ \t]*\)/y;
const bracket = /\s*\)/y;

class BlockReader {
  readonly #text: string;
  readonly #steps: Step[] = [];
  readonly #functions: Block[] = [];
  readonly #patterns = new Set<number>();
  readonly #heads = new Set<number>();
  readonly #open: Block[] = [];
  /** A function's name was read, and its body comes. */
  #head: { readonly name: string; readonly from: number } | null = null;
  #isPattern = false;
  /** Of the command that is read. */
  #isChained = false;
  #last = 0;
  #isTooDeep = false;

  constructor(text: string) {
    this.#text = text;
  }

  enter(command: Command): void {
    const { words, start } = command;
    this.#isChained = command.isChained;
    const gap = this.#text.slice(this.#last, start);
    this.#last = words.at(-1)?.end ?? start;
    const sign = this.#open.at(-1)?.kind === 'case' ? /;;&|;;|;&/.exec(gap)?.[0] : undefined;
    if (sign !== undefined) {
      this.#turn(sign === ';;' ? 'arm' : 'fall', start);
      this.#isPattern = true;
    }
    if (this.#isPattern && !(words[0]?.text === 'esac' && !this.#isFollowed(bracket))) {
      this.#patterns.add(start);
      this.#isPattern = !this.#isFollowed(bracket);
      return;
    }
    this.#isPattern = false;
    const [name, ...others] = withoutKeywords(command);
    if (name !== undefined && others.length === 0 && this.#isFollowed(brackets)) {
      this.#keywords({ words: words.filter((word) => word !== name) });
      this.#head = { name: name.text, from: name.start };
      this.#heads.add(name.start);
      // Such a body runs in a shell of its own, and is taken for one that does not end before the script.
      if (this.#isFollowed(subshell)) this.#openFunction(-1);
      return;
    }
    this.#keywords(command);
  }

  finish(): Blocks {
    while (this.#open.length > 0) this.#close(this.#text.length, false);
    return {
      steps: this.#steps,
      functions: this.#functions,
      heads: this.#heads,
      patterns: this.#patterns,
      isTooDeep: this.#isTooDeep,
    };
  }

  #isFollowed(pattern: RegExp): boolean {
    pattern.lastIndex = this.#last;
    return pattern.test(this.#text);
  }

  #keywords({ words }: Pick<Command, 'words'>): void {
    for (let index = 0; index < words.length; index += 1) {
      const { text = '', start = 0 } = words[index] ?? {};
      const kind = Object.hasOwn(openers, text) ? openers[text] : undefined;
      const ends = Object.hasOwn(closers, text) ? closers[text] : undefined;
      if (text === 'function') {
        const name = words[index + 1];
        this.#head = { name: name?.text ?? '', from: start };
        this.#heads.add(name?.start ?? start);
        index += 1;
      } else if (text === '{') {
        if (this.#head === null) this.#begin('group', '', start);
        else this.#openFunction(start + 1);
      } else if (kind !== undefined) this.#begin(kind, '', start);
      else if (ends !== undefined) this.#end(ends, start);
      else if (text === 'then' || text === 'elif' || text === 'else') this.#branch(text, start);
      else if (!between.has(text)) break;
      if (text === 'case') this.#isPattern = !this.#isFollowed(bracket);
      if (text === 'case' || text === 'for' || text === 'select') break;
    }
    // Another body than one in braces.
    if (this.#head !== null && words[0]?.text !== 'function') this.#head = null;
  }

  #openFunction(body: number): void {
    const { name, from } = this.#head ?? { name: '', from: 0 };
    this.#head = null;
    this.#functions.push(this.#begin('function', name, from, body));
  }

  #begin(kind: Block['kind'], name: string, from: number, body = -1): Block {
    const [depth, isApart] = [this.#open.length, this.#isChained];
    const block = {
      kind,
      name,
      from,
      to: this.#text.length,
      depth,
      body,
      isClosed: false,
      isApart,
    };
    this.#open.push(block);
    this.#isTooDeep ||= this.#open.length > depthMax;
    this.#steps.push({ at: from, turn: 'open', block });
    return block;
  }

  #branch(turn: 'then' | 'elif' | 'else', at: number): void {
    if (this.#open.at(-1)?.kind === 'if') this.#turn(turn, at);
  }

  #turn(turn: Step['turn'], at: number): void {
    const block = this.#open.at(-1);
    if (block !== undefined) this.#steps.push({ at, turn, block });
  }

  /** What is open within it ends with it. */
  #end(kinds: readonly Block['kind'][], at: number): void {
    const index = this.#open.findLastIndex(({ kind }) => kinds.includes(kind));
    const border = this.#open.findLastIndex(({ kind }) => kind === 'function');
    if (index < border || index === -1) return;
    while (this.#open.length > index) this.#close(at, this.#open.length - 1 === index);
  }

  #close(at: number, isClosed: boolean): void {
    const block = this.#open.pop();
    if (block === undefined) return;
    block.to = at;
    block.isClosed = isClosed;
    block.isApart ||= this.#isChained;
    this.#steps.push({ at, turn: 'close', block });
  }
}
