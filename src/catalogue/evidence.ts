import type { Configuration } from '../model/configuration.js';
import { type QuirkRow, quirksOf } from './quirks.js';
import { isOlder, qemuReleases } from './releases.js';
import { rules } from './rules.js';

export interface Evidence {
  /** `QEMU 7.2 to 11.1`; '' where it does not depend on the release. */
  readonly releases: string;
  readonly confidence: 'measured' | 'read' | 'inferred' | 'memory';
}

const newest = qemuReleases[qemuReleases.length - 1]?.id ?? '11.1';

/** In which releases a configuration like this one has the defect, and how that is known. */
export function evidenceOf(ruleId: string, configuration: Configuration): Evidence {
  const confidence = rules.find(({ id }) => id === ruleId)?.confidence ?? 'inferred';
  const causes = causesOf(ruleId, configuration);
  if (causes.length === 0) return { releases: '', confidence };
  const from = causes.map((row) => row.from).reduce((a, b) => (isOlder(a, b) ? b : a));
  const until = causes
    .map((row) => (row.until === '' ? newest : row.until))
    .reduce((a, b) => (isOlder(a, b) ? a : b));
  return { releases: from === until ? `QEMU ${from}` : `QEMU ${from} to ${until}`, confidence };
}

/** The quirk that is the defect, and the one that lets a guest with a write cache meet it. */
function causesOf(ruleId: string, configuration: Configuration): readonly QuirkRow[] {
  const quirks = quirksOf(configuration);
  const defects = quirks.filter(({ rule }) => rule === ruleId);
  const meetsFua = configuration.cache.writeback && ruleId === 'BLK011';
  return [...defects, ...quirks.filter(({ effect }) => meetsFua && effect.kind === 'offers-fua')];
}
