/**
 * What a module remembers of an object must not outlive a mutant, or the next mutant is judged by what
 * the last one remembered: every weak map that a module of ours makes can be emptied.
 */
const ours = /\/src\/(?:search|analysis|stack|scenario)\//;
const OwnWeakMap = globalThis.WeakMap;
const forgetful: Forgetful[] = [];

class Forgetful extends OwnWeakMap<WeakKey, unknown> {
  kept = new OwnWeakMap<WeakKey, unknown>();

  override get(key: WeakKey): unknown {
    return this.kept.get(key);
  }

  override has(key: WeakKey): boolean {
    return this.kept.has(key);
  }

  override set(key: WeakKey, value: unknown): this {
    this.kept.set(key, value);
    return this;
  }

  override delete(key: WeakKey): boolean {
    return this.kept.delete(key);
  }
}

/** Empties them. */
export function forget(): void {
  for (const map of forgetful) map.kept = new OwnWeakMap();
}

globalThis.WeakMap = new Proxy(OwnWeakMap, {
  construct: (target, given, created) => {
    const maker = new Error().stack?.split('\n')[2] ?? '';
    if (!ours.test(maker)) return Reflect.construct(target, given, created);
    const map = new Forgetful();
    forgetful.push(map);
    return map;
  },
});
