import { ownWords } from './own-words.js';
import type { Command } from './reading.js';
import type { Held, Scope } from './scope.js';
import { empty, unknownValue } from './values.js';
import { isUnknown, type Word } from './word.js';

/** What leaves a function or a loop, or may, before the end of its body. */
const leaving = /^(return|break|continue|eval)$/;

/** Names that a `local`, or another such, makes in the function that runs it. */
export function localNames(command: Command): readonly string[] {
  const [first, ...others] = ownWords(command);
  if (!/^(local|declare|typeset)$/.test(first?.text ?? '')) return [];
  const flags = others.filter(({ text }) => /^[-+]/.test(text));
  if (flags.some(({ text }) => /^-\w*[gpfF]/.test(text))) return [];
  return others.flatMap(({ text }) => /^[A-Za-z_]\w*(?=\+?=|$)/.exec(text)?.[0] ?? []);
}

/** Variables of one call, which hide others of the same name while it runs. */
export class Locals {
  readonly #scope: Scope;
  readonly #depth: number;
  readonly #hidden = new Map<string, Held | undefined>();
  readonly #isOther = new Set<string>();
  #mayHaveLeft = false;
  /** Whether all that was read surely ran. */
  isWhole = true;

  constructor(scope: Scope) {
    this.#scope = scope;
    this.#depth = scope.frames.length;
  }

  hide(name: string): void {
    const scope = this.#scope;
    if (!this.#hidden.has(name)) this.#hidden.set(name, scope.held(name));
    // Where it is hidden only sometimes, it may be the other that is set.
    if (scope.frames.length > this.#depth) this.#isOther.add(name);
    scope.set(name, empty);
  }

  learn(command: Command): void {
    if (this.#mayHaveLeft) this.isWhole = false;
    const [first, second] = ownWords(command);
    const isComputed = isUnknown(first?.text ?? '') && !second?.text.startsWith('-');
    this.#mayHaveLeft ||= isComputed || leaving.test(first?.text ?? '');
  }

  end(of: Word): void {
    const scope = this.#scope;
    while (scope.frames.length > this.#depth) scope.close(of);
    for (const [name, held] of this.#hidden) {
      if (this.#isOther.has(name)) scope.set(name, unknownValue(of));
      else scope.putBack(name, held);
    }
  }
}
