import type { WeakPoint } from '../cut/condition.js';
import { declaredWeakPoints } from './declared.js';
import { doubleWriteWeakPoints } from './double-write.js';
import { journalWeakPoints } from './journal.js';
import { manifestWeakPoints } from './manifest.js';
import { rollbackWeakPoints } from './rollback-journal.js';
import { shadowWeakPoints } from './shadow-paging.js';
import type { View } from './view.js';
import { logWeakPoints } from './write-ahead-log.js';

function* recoveryWeakPoints(view: View): Generator<WeakPoint> {
  const { recovery } = view.script;
  switch (recovery.kind) {
    case 'write-ahead-log':
      yield* logWeakPoints(view, recovery);
      break;
    case 'journal':
      yield* journalWeakPoints(view, recovery);
      break;
    case 'double-write':
      yield* doubleWriteWeakPoints(view, recovery);
      break;
    case 'shadow-paging':
      yield* shadowWeakPoints(view, recovery);
      break;
    case 'rollback-journal':
      yield* rollbackWeakPoints(view, recovery);
      break;
    case 'manifest':
      yield* manifestWeakPoints(view, recovery);
      break;
    case 'none':
    case 'module':
      break;
  }
}

/** Everything that would break a promise of the script, if it could come about. */
export function* weakPoints(view: View): Generator<WeakPoint> {
  yield* declaredWeakPoints(view);
  yield* recoveryWeakPoints(view);
}
