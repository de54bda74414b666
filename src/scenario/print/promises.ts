import type { AtomicGroup, Operation, Script } from '../../model/script.js';
import { type ElementAt, elementsOf, placeName, referencesTo } from './names.js';

export type PromiseData =
  | { readonly ordered: { readonly first: string; readonly second: string } }
  | { readonly atomic: readonly string[] };

/** The elements of two regions that the script keeps in order, as `first,second`. */
interface RegionPair {
  readonly first: string;
  readonly second: string;
  readonly elements: Set<string>;
}

function pairsOf(script: Script, placeAt: ElementAt): RegionPair[] {
  const byId = new Map(script.operations.map((operation) => [operation.id, operation]));
  const pairs = new Map<string, RegionPair>();
  for (const { second: id, first: requirements } of script.orderings) {
    const second = placeAt(byId.get(id)?.lba ?? -1);
    for (const { lba } of requirements) {
      const first = placeAt(lba);
      if (first === null || second === null) continue;
      const key = `${first.region.name} ${second.region.name}`;
      const pair = pairs.get(key) ?? newPair(first.region.name, second.region.name);
      pairs.set(key, pair);
      pair.elements.add(`${first.element},${second.element}`);
    }
  }
  return [...pairs.values()];
}

function newPair(first: string, second: string): RegionPair {
  return { first, second, elements: new Set() };
}

const changes = ({ kind }: Operation) => kind !== 'read';

/** What a promise between whole regions would keep in order: each write and all before it. */
function meantByRegions(script: Script, { first, second }: RegionPair): string[] {
  const found = new Set<string>();
  const before = new Set<number>();
  for (const operation of script.operations.filter(changes)) {
    if (operation.region === second) {
      for (const element of before) found.add(`${element},${operation.element}`);
    }
    if (operation.region === first) before.add(operation.element);
  }
  return [...found];
}

function elementName(script: Script, name: string, element: number): string {
  const region = script.regions.find((each) => each.name === name);
  return region ? placeName({ region, element }) : name;
}

function orderedPromises(script: Script, pair: RegionPair): PromiseData[] {
  const { first, second, elements } = pair;
  if (meantByRegions(script, pair).every((each) => elements.has(each))) {
    return [{ ordered: { first, second } }];
  }
  return [...elements].map((each) => {
    const [firstElement = 0, secondElement = 0] = each.split(',').map(Number);
    const ordered = {
      first: elementName(script, first, firstElement),
      second: elementName(script, second, secondElement),
    };
    return { ordered };
  });
}

function atomicPromise(script: Script, placeAt: ElementAt, { ranges }: AtomicGroup): PromiseData {
  const everything = new Map(
    script.regions.map(({ name, extents }) => [name, new Set(extents.keys())]),
  );
  const places = ranges.flatMap(({ lba }) => placeAt(lba) ?? []);
  return { atomic: referencesTo(places, everything) };
}

/** The promises of a script in terms of its regions. */
export function printPromises(script: Script): PromiseData[] {
  const placeAt = elementsOf(script);
  return [
    ...pairsOf(script, placeAt).flatMap((pair) => orderedPromises(script, pair)),
    ...script.atomics.map((group) => atomicPromise(script, placeAt, group)),
  ];
}
