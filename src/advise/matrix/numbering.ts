/** Numbers equal things alike. */
export interface Numbering<Thing> {
  readonly things: readonly Thing[];
  readonly numberOf: (thing: Thing) => number;
}

export function numbering<Thing>(): Numbering<Thing> {
  const numbers = new Map<string, number>();
  const things: Thing[] = [];
  const numberOf = (thing: Thing): number => {
    const key = JSON.stringify(thing);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, things.length);
    return things.push(thing) - 1;
  };
  return { things, numberOf };
}
