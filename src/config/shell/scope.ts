import type { Block } from './blocks.js';
import { either, unknownValue, type Value } from './values.js';
import type { Word } from './word.js';

/** What a variable holds in a scope that sets it. */
export interface Held {
  readonly value: Value;
  /** What was held before something that may set anything counts no more. */
  readonly epoch: number;
}

type Undo =
  | { readonly name: string; readonly before: Held | undefined }
  | { readonly name: null; readonly epoch: number; readonly taint: Word | null };

interface Arm {
  readonly values: ReadonlyMap<string, Value | undefined>;
  readonly taint: Word | null;
}

/** A branch, a loop or a group that is open. */
export interface Frame {
  readonly block: Block | null;
  readonly arms: Arm[];
  /** What happened since belongs to the branch that is read. */
  mark: number;
  isComplete: boolean;
  isCondition: boolean;
  /** Set in a condition that not every branch comes through. */
  readonly late: Set<string>;
}

/** Values of variables in the script, or in one function, at the place that is read. */
export class Scope {
  readonly frames: Frame[] = [];
  readonly #values = new Map<string, Held>();
  readonly #log: Undo[] = [];
  readonly #outside: (name: string) => Value | undefined;
  #epoch = 0;
  #epochs = 0;
  #taint: Word | null;

  /** @param outside - what holds where the scope sets nothing itself */
  constructor(outside: (name: string) => Value | undefined, taint: Word | null) {
    this.#outside = outside;
    this.#taint = taint;
  }

  get(name: string): Value | undefined {
    const held = this.#values.get(name);
    if (held?.epoch === this.#epoch) return held.value;
    return this.#taint === null ? this.#outside(name) : unknownValue(this.#taint);
  }

  set(name: string, value: Value): void {
    this.#log.push({ name, before: this.#values.get(name) });
    this.#values.set(name, { value, epoch: this.#epoch });
  }

  /** What is to be put back when a variable of the same name is gone; undefined where the scope sets none. */
  held(name: string): Held | undefined {
    return this.#values.get(name);
  }

  putBack(name: string, held: Held | undefined): void {
    this.#log.push({ name, before: this.#values.get(name) });
    if (held === undefined) this.#values.delete(name);
    else this.#values.set(name, held);
  }

  /** From here on anything may be set. */
  forget(of: Word): void {
    this.#log.push({ name: null, epoch: this.#epoch, taint: this.#taint });
    this.#epochs += 1;
    this.#epoch = this.#epochs;
    this.#taint = of;
  }

  open(block: Block | null): Frame {
    const late = new Set<string>();
    const mark = this.#log.length;
    const frame = { block, arms: [], mark, isComplete: false, isCondition: false, late };
    this.frames.push(frame);
    return frame;
  }

  /** What comes belongs to the branch. */
  begin(frame: Frame): void {
    if (frame.isCondition) {
      for (const { name } of this.#log.slice(frame.mark)) if (name !== null) frame.late.add(name);
    }
    frame.isCondition = false;
    frame.mark = this.#log.length;
  }

  /** A branch is over, and the next begins with what was before it. */
  endArm(frame: Frame): Arm {
    const values = new Map<string, Value | undefined>();
    let taint: Word | null = null;
    for (const { name } of this.#log.slice(frame.mark)) {
      if (name === null) taint = this.#taint;
      else values.set(name, this.get(name));
    }
    const arm = { values, taint };
    frame.arms.push(arm);
    this.#undo(frame.mark);
    return arm;
  }

  /** What is open surely ran. */
  keep(): void {
    this.frames.pop();
  }

  /** What is open is as if it had not run. */
  drop(): void {
    const frame = this.frames.pop();
    if (frame !== undefined) this.#undo(frame.mark);
  }

  close(of: Word): void {
    const frame = this.frames.pop();
    if (frame === undefined) return;
    this.endArm(frame);
    if (!frame.isComplete) frame.arms.push({ values: new Map(), taint: null });
    const taint = frame.arms.find((arm) => arm.taint !== null)?.taint ?? null;
    if (taint !== null) return this.forget(taint);
    for (const name of new Set(frame.arms.flatMap(({ values }) => [...values.keys()]))) {
      const before = this.get(name);
      const each = frame.arms.map(({ values }) => values.get(name) ?? before);
      const value = either(each, of);
      if (value !== undefined) this.set(name, value);
    }
    for (const name of frame.late) this.set(name, unknownValue(of));
  }

  #undo(mark: number): void {
    while (this.#log.length > mark) {
      const last = this.#log.pop();
      if (last === undefined) return;
      if (last.name === null) {
        this.#epoch = last.epoch;
        this.#taint = last.taint;
      } else if (last.before === undefined) this.#values.delete(last.name);
      else this.#values.set(last.name, last.before);
    }
  }
}
