import type { Region } from '../../model/script.js';
import { limits } from './limits.js';
import { held, type Reading, report } from './reading.js';
import { regionNamePattern, regionSchema } from './schema.js';

interface Placed {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Of one element. */
  readonly sectors: number;
}

function regionOf({ name, from, to, sectors }: Placed): Region {
  const extents = Array.from({ length: (to - from) / sectors }, (_, element) => ({
    lba: from + element * sectors,
    sectorCount: sectors,
  }));
  return { name, extents };
}

function checkInside(reading: Reading, { name, from, to }: Placed, sectorCount: number): void {
  if (to <= sectorCount) return;
  const covered = `the sectors ${from} to ${to - 1}`;
  const message = `\`${name}\` covers ${covered}, and the disk has ${sectorCount}`;
  report(reading, reading.located.keySpan(['regions', name]), message);
}

function checkOverlaps(reading: Reading, placed: readonly Placed[]): void {
  const sorted = [...placed].sort((a, b) => a.from - b.from);
  let furthest: Placed | null = null;
  for (const region of sorted) {
    if (furthest !== null && region.from < furthest.to) {
      const message = `\`${region.name}\` overlaps \`${furthest.name}\` at sector ${region.from}`;
      report(reading, reading.located.keySpan(['regions', region.name]), message);
    }
    if (furthest === null || region.to > furthest.to) furthest = region;
  }
}

function checkRegionName(reading: Reading, name: string): void {
  if (regionNamePattern.test(name) && name !== 'all') return;
  const help = 'a small letter, then small letters, digits and hyphens; not `all`';
  report(reading, reading.located.keySpan(['regions', name]), 'not a name for a region', help);
}

function readRegion(reading: Reading, name: string, data: unknown): Placed | null {
  checkRegionName(reading, name);
  const fields = held(reading, regionSchema, data, ['regions', name]);
  if (fields === null) return null;
  const { at, sectors, count = 1 } = fields;
  return { name, from: at, to: at + sectors * count, sectors };
}

/** Reads the regions, each by itself, and holds them against the disk and one another. */
export function readRegions(reading: Reading, data: unknown, sectorCount: number): Region[] {
  const entries = Object.entries(Object(data) as Record<string, unknown>);
  if (entries.length > limits.regions) {
    const message = `${entries.length} regions; the limit is ${limits.regions}`;
    report(reading, reading.located.keySpan(['regions']), message);
    return [];
  }
  const placed = entries.flatMap(([name, value]) => readRegion(reading, name, value) ?? []);
  for (const region of placed) checkInside(reading, region, sectorCount);
  checkOverlaps(reading, placed);
  // Only regions that fit are made into elements, of which there are then no more than sectors.
  const total = placed.reduce((sum, { from, to }) => sum + to - from, 0);
  return total <= sectorCount ? placed.map(regionOf) : [];
}
