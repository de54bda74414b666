import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { Lba, Obligation, Requirement, Script, VersionId } from '../../model/script.js';
import { describe } from './describe.js';

/** The first sector that shows something older than it must; -1 for none. */
export function missingAt(aftermath: Aftermath, required: Requirement): Lba | -1 {
  const { lba, sectorCount, version } = required;
  for (let sector = lba; sector < lba + sectorCount; sector += 1) {
    const seen = aftermath.read(sector);
    if (seen !== version && !aftermath.satisfies(seen, version)) return sector;
  }
  return -1;
}

interface Loss {
  readonly acknowledge: number;
  /** What should be there. */
  readonly version: VersionId;
  readonly lba: Lba;
  /** What is there instead. */
  readonly found: VersionId;
}

function lost(script: Script, { acknowledge, version, lba, found }: Loss): Violation {
  const shows = `sector ${lba} shows ${describe(script, found)}`;
  const effect = `${describe(script, version)} was acknowledged as durable, and ${shows}`;
  return { kind: 'lost', victim: version, witness: 0, acknowledge, lba, effect };
}

/** What this acknowledgement vouched for as durable and is gone. */
export function findLost(
  script: Script,
  { acknowledge, requires }: Obligation,
  aftermath: Aftermath,
): Violation | null {
  if (requires.length === 0 || !aftermath.acknowledged(acknowledge)) return null;
  for (const required of requires) {
    const lba = missingAt(aftermath, required);
    if (lba === -1) continue;
    const { version } = required;
    return lost(script, { acknowledge, version, lba, found: aftermath.read(lba) });
  }
  return null;
}
