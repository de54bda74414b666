import type { Lba, Region, Script } from '../../model/script.js';

/** An element of a region, as a scenario names it. */
export interface NamedElement {
  readonly region: Region;
  readonly element: number;
}

export type ElementAt = (lba: Lba) => NamedElement | null;

/** Which element a sector belongs to; null for one outside of all regions. */
export function elementsOf(script: Script): ElementAt {
  const places: (NamedElement | undefined)[] = [];
  for (const region of script.regions) {
    for (const [element, { lba, sectorCount }] of region.extents.entries()) {
      const place = { region, element };
      for (let sector = lba; sector < lba + sectorCount; sector += 1) places[sector] = place;
    }
  }
  return (lba) => places[lba] ?? null;
}

export function placeName({ region, element }: NamedElement): string {
  return region.extents.length === 1 ? region.name : `${region.name}[${element}]`;
}

/**
 * The shortest names for these elements: a region's own name where it means the same, which is
 * where all its elements in `written` are among them.
 */
export function referencesTo(
  places: readonly NamedElement[],
  written: ReadonlyMap<string, ReadonlySet<number>>,
): string[] {
  const byRegion = new Map<Region, Set<number>>();
  for (const { region, element } of places) {
    byRegion.set(region, (byRegion.get(region) ?? new Set()).add(element));
  }
  return [...byRegion].flatMap(([region, elements]) => {
    const isWhole = [...(written.get(region.name) ?? [])].every((element) => elements.has(element));
    if (isWhole) return [region.name];
    return [...elements].map((element) => placeName({ region, element }));
  });
}
