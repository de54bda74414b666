import type { Script } from '../../model/script.js';
import { doubleWrite } from './double-write.js';
import { journal } from './journal.js';
import { manifest } from './manifest.js';
import type { Recovery } from './recovery.js';
import { rollbackJournal } from './rollback-journal.js';
import { shadowPaging } from './shadow-paging.js';
import { writeAheadLog } from './write-ahead-log.js';

/** What somebody does with a recovery whose types of state and outcome are its own affair. */
export type UseRecovery<Result> = <State, Outcome>(recovery: Recovery<State, Outcome>) => Result;

/** Hands the script's built-in recovery to `use`; null where it has none. */
export function withRecovery<Result>(script: Script, use: UseRecovery<Result>): Result | null {
  const spec = script.recovery;
  switch (spec.kind) {
    case 'write-ahead-log':
      return use(writeAheadLog(script, spec));
    case 'journal':
      return use(journal(script, spec));
    case 'double-write':
      return use(doubleWrite(script, spec));
    case 'shadow-paging':
      return use(shadowPaging(script, spec));
    case 'rollback-journal':
      return use(rollbackJournal(script, spec));
    case 'manifest':
      return use(manifest(script, spec));
    case 'none':
    case 'module':
      return null;
  }
}
