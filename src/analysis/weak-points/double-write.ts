import type { Operation, RecoverySpec } from '../../model/script.js';
import type { WeakPoint } from '../cut/condition.js';
import {
  byTransaction,
  type Copies,
  copiesOf,
  mended,
  type Page,
  tornForGood,
} from './page-copies.js';
import { writesTo } from './transactions.js';
import { both, hasRun, type View } from './view.js';

/** After recovery the page holds a write before `write`: it shows one, or is mended with one. */
function* lost(buffer: Copies, page: Page, write: Operation, acknowledge: number) {
  const older = mended(buffer, page, (version) => version < write.id);
  for (const conditions of both(hasRun(acknowledge), older)) {
    yield { kind: 'lost', conditions } as const;
  }
}

/** Where recovery from a double-write buffer can break a promise. */
export function* doubleWriteWeakPoints(
  view: View,
  spec: Extract<RecoverySpec, { kind: 'double-write' }>,
): Generator<WeakPoint> {
  const buffer = copiesOf(view, spec);
  const writes = byTransaction(writesTo(view.script, spec.pages));
  for (const { acknowledge, transaction } of view.script.obligations) {
    for (const write of writes.get(transaction) ?? []) {
      const page = buffer.pages[write.element];
      if (page !== undefined) yield* lost(buffer, page, write, acknowledge);
    }
  }
  for (const page of buffer.pages) yield* tornForGood(buffer, page);
}
