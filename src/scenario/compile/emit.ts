import type { Operation, OperationId } from '../../model/script.js';
import { limits } from '../language/limits.js';
import type { Span } from '../language/source.js';
import { type Compilation, stop } from './compilation.js';

type Fields = Partial<Operation> & Pick<Operation, 'kind' | 'label'>;

/** Field by field: families are compiled once for each generated run, and spreading is slow. */
function operation(id: OperationId, fields: Fields): Operation {
  return {
    id,
    kind: fields.kind,
    lba: fields.lba ?? 0,
    sectorCount: fields.sectorCount ?? 0,
    fua: fields.fua ?? false,
    refused: fields.refused ?? 'resend',
    region: fields.region ?? '',
    element: fields.element ?? 0,
    transaction: fields.transaction ?? 0,
    threads: fields.threads ?? [],
    label: fields.label,
  };
}

/** Appends an operation to the current thread. Its draw ends here: the next one has its own. */
export function emit(work: Compilation, span: Span, fields: Fields): OperationId {
  const id = work.operations.length + 1;
  if (id > limits.operations) {
    stop(work, span, `more than ${limits.operations} operations; does this loop end?`);
    return 0;
  }
  work.operations.push(operation(id, fields));
  work.threads[work.thread]?.push(id);
  work.draws.advance();
  return id;
}
