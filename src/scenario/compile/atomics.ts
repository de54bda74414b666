import type { AtomicGroup, Extent, Region } from '../../model/script.js';

/** `page` for a whole region, `page[2]` for an element: the same whichever way it was written. */
function nameOf(regions: readonly Region[], ranges: readonly Extent[]): string {
  const starts = new Set(ranges.map(({ lba }) => lba));
  return regions
    .flatMap(({ name, extents }) => {
      const named = extents.flatMap(({ lba }, element) => (starts.has(lba) ? [element] : []));
      if (named.length === extents.length) return [name];
      return named.map((element) => `${name}[${element}]`);
    })
    .join(', ');
}

export function atomicGroup(regions: readonly Region[], ranges: readonly Extent[]): AtomicGroup {
  return { name: nameOf(regions, ranges), ranges };
}
