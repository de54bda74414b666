import type { Step } from './blocks.js';
import type { Effect, Effects, VariableEffects } from './effects.js';
import { calledAt } from './own-words.js';
import type { Command } from './reading.js';
import { Scope } from './scope.js';
import { mayGrow, unknownValue, type Value } from './values.js';
import { plainWord } from './word.js';

/** Changes that are looked at for all loops together: one within another is looked at again. */
const loopsMax = 200_000;

/** A script, or the body of a function, to be gone through. */
export interface Stretch {
  readonly steps: readonly Step[];
  readonly effects: readonly Effect[];
}

/** Goes through a stretch with its blocks, and keeps what variables hold in each. */
export class Walk {
  readonly #stretch: Stretch;
  readonly #effects: Effects;
  readonly #scopes: Scope[];
  /** Calls whose functions were read with what they were given. */
  readonly #followed = new Map<number, string>();
  #step = 0;
  #effect = 0;
  #looked = 0;

  constructor(stretch: Stretch, effects: Effects, scope = new Scope(() => undefined, null)) {
    this.#stretch = stretch;
    this.#effects = effects;
    this.#scopes = [scope];
  }

  /** What the function does that a command calls has been done. */
  follow(command: Command, name: string): void {
    this.#followed.set(calledAt(command), name);
  }

  /** Places are asked for in their order. */
  scopeAt(at: number): Scope {
    this.#advance(at);
    return this.#scope;
  }

  get #scope(): Scope {
    const scope = this.#scopes.at(-1);
    if (scope === undefined) throw new Error('a script has a scope');
    return scope;
  }

  /** Takes the steps up to a place, and what commands before it do beside assignments. */
  #advance(to: number): void {
    for (;;) {
      const step = this.#stretch.steps[this.#step];
      const effect = this.#stretch.effects[this.#effect];
      if (
        step !== undefined &&
        step.at <= to &&
        step.at < (effect?.at ?? Number.POSITIVE_INFINITY)
      ) {
        this.#step += 1;
        this.#take(step);
      } else if (effect !== undefined && effect.at <= to) {
        this.#effect += 1;
        this.#happen(effect);
      } else return;
    }
  }

  #happen({ of, others, calls, isAny }: Effect): void {
    for (const name of others) this.#scope.set(name, unknownValue(of));
    const open = calls.filter((name) => this.#followed.get(of.start) !== name);
    for (const name of open) this.#apply(this.#effects.ofFunction(name));
    if (isAny) this.#scope.forget(of);
  }

  #take({ turn, block, at }: Step): void {
    if (block.kind === 'function') {
      if (turn === 'open') this.#scopes.push(this.#scopeOf(block.from));
      else if (turn === 'close') this.#scopes.pop();
      return;
    }
    const scope = this.#scope;
    if (turn === 'open') {
      if (block.kind === 'loop') this.#enterLoop(block.from, block.to);
      scope.open(block);
      return;
    }
    const frame = scope.frames.at(-1);
    if (frame === undefined || frame.block !== block) return;
    if (turn === 'close') {
      frame.isComplete &&= !block.isApart;
      scope.close(plainWord('', at));
    } else if (turn === 'then') scope.begin(frame);
    else {
      const { values } = scope.endArm(frame);
      frame.isComplete ||= turn === 'else';
      frame.isCondition = turn === 'elif';
      const of = plainWord('', at);
      if (turn === 'fall') for (const name of values.keys()) scope.set(name, unknownValue(of));
    }
  }

  /** The second time around it has done all that it does. */
  #enterLoop(from: number, to: number): void {
    const summary = this.#effects.inRange(from, to);
    this.#looked += summary.sets.size + summary.adds.size;
    if (this.#looked > loopsMax) this.#scope.forget(plainWord('', from));
    else this.#apply(summary);
  }

  #apply(summary: VariableEffects | undefined): void {
    if (summary === undefined) return;
    const scope = this.#scope;
    for (const name of summary.sets) scope.set(name, unknownValue(summary.of));
    for (const [name, words] of summary.adds) {
      if (summary.sets.has(name)) continue;
      const value = mayGrow(scope.get(name), words);
      if (value !== undefined) scope.set(name, value);
    }
    if (summary.isAny) scope.forget(summary.of);
  }

  /** A function runs later than it is written: what is known before it may be something else by then. */
  #scopeOf(from: number): Scope {
    const outer = this.#scope;
    const known = new Map<string, Value | undefined>();
    const outside = (name: string): Value | undefined => {
      if (!known.has(name)) known.set(name, this.#inFunction(name, from, outer));
      return known.get(name);
    };
    const taint = this.#effects.isAnySince(from) ? plainWord('', from) : null;
    return new Scope(outside, taint);
  }

  #inFunction(name: string, from: number, outer: Scope): Value | undefined {
    const changes = this.#effects.since(name, from);
    if (changes.includes(null)) return unknownValue(plainWord('', from));
    return mayGrow(
      outer.get(name),
      changes.filter((added) => added !== null),
    );
  }
}
