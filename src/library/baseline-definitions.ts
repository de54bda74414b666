import type { GateResult } from '../model/gate-result.js';
import { jsonText } from '../report/text/json-text.js';
import { baselineKeeper } from '../run/base/keep-baseline.js';
import { checkApart } from '../run/gate/apart.js';
import { flagsOf, judged } from './check-definitions.js';
import { checkedOptions } from './check-options.js';
import type { CheckOptions } from './definition-options.js';
import { checkEntries } from './option-schemas.js';
import { inOptionWords } from './option-words.js';

/** What disks were judged to be, and what is kept of that. */
export interface DefinitionsBaseline {
  /** What `checkDefinitions` gives with the same options. */
  readonly result: GateResult;
  /**
   * The baseline, as `blkcheck run --write-base` writes it to a file: JSON with a line end, of the format
   * `schemas/baseline.schema.json`. Findings that are waived are in it. '' where none is kept.
   */
  readonly text: string;
  /**
   * Why none is kept; '' where one is. The run was interrupted, a bug of blkcheck was found, or, with `base`, a
   * disk is worse than it was.
   */
  readonly reason: string;
}

/** of-definitions.ts says what it does, and loads it. */
export async function baselineDefinitions(options: CheckOptions): Promise<DefinitionsBaseline> {
  const checked = checkedOptions(checkEntries, options, ['definitions']);
  return inOptionWords(async () => {
    checkApart([...flagsOf(checked), '--write-base']);
    const {
      found,
      told,
      prepared: keep,
    } = await judged(checked, async (subject) => baselineKeeper(subject));
    const { baseline, reason } = keep(found, told);
    return { result: told, text: baseline === null ? '' : jsonText(baseline), reason };
  });
}
