import { limits } from '../language/limits.js';
import type { RangeStep } from '../scenario.js';
import { type Compilation, complain, namesText, optionalNumber, stop } from './compilation.js';
import { emit } from './emit.js';
import { inFlightWrite, submitWrite, type WrittenRange } from './in-flight.js';
import { orderWrite } from './obligations.js';
import { type Element, elementOf } from './resolve.js';
import { setVersion } from './versions.js';

function labelOf(step: RangeStep, { region, element }: Element, elementCount: number): string {
  return `${step.kind} ${region}${elementCount > 1 ? `[${element}]` : ''}`;
}

function sectorsOf(work: Compilation, step: RangeStep, { extent }: Element): number | null {
  const sectorCount = optionalNumber(work, step.sectors, extent.sectorCount);
  if (sectorCount === null) return null;
  if (sectorCount >= 1 && sectorCount <= extent.sectorCount) return sectorCount;
  const message = `${sectorCount} sectors of an element that has ${extent.sectorCount}`;
  complain(work, step.sectors?.span ?? step.span, `${message}${namesText(work)}`);
  return null;
}

export function transactionOf(work: Compilation, formula: RangeStep['transaction']): number | null {
  const transaction = optionalNumber(work, formula, 0);
  if (transaction === null || formula === null || transaction >= 0) return transaction;
  complain(work, formula.span, `a transaction cannot be ${transaction}${namesText(work)}`);
  return null;
}

function complainOfOverlap(work: Compilation, step: RangeStep, other: number): void {
  const earlier = work.operations[other - 1]?.label ?? 'a write';
  const message =
    `this may be in flight together with \`${earlier}\` (operation ${other}), ` +
    `and both write the same sectors${namesText(work)}`;
  const help = 'wait for the earlier one (`wait`, `fsync`), or say `overlap: declared`';
  complain(work, step.target.span, message, help);
}

/** Brings the write into the view of what is in flight and of what each sector must hold. */
function recordWrite(work: Compilation, step: RangeStep, written: WrittenRange): void {
  const { id, lba, end } = written;
  let overlapped = 0;
  // What a discarded sector holds is nobody's promise until it is written again.
  const version = step.kind === 'discard' ? 0 : id;
  for (let sector = lba; sector < end; sector += 1) {
    overlapped = inFlightWrite(work.inFlight, sector) || overlapped;
    setVersion(work.versions, sector, version);
  }
  if (overlapped !== 0 && !work.scenario.overlapDeclared) complainOfOverlap(work, step, overlapped);
  submitWrite(work.inFlight, written, work.thread);
  work.sectorsWritten += end - lba;
  if (work.sectorsWritten > limits.sectorsWritten) {
    stop(work, step.span, `more than ${limits.sectorsWritten} sectors written in all`);
  }
}

export function compileRange(work: Compilation, step: RangeStep): void {
  const element = elementOf(work, step.target);
  const sectorCount = element && sectorsOf(work, step, element);
  const transaction = transactionOf(work, step.transaction);
  if (element === null || sectorCount === null || transaction === null) return;
  const { region, extent } = element;
  const id = emit(work, step.span, {
    kind: step.kind,
    lba: extent.lba,
    sectorCount,
    fua: step.fua,
    refused: step.refused,
    region,
    element: element.element,
    transaction,
    label: labelOf(step, element, work.regions.get(region)?.extents.length ?? 1),
  });
  if (id === 0 || step.kind === 'read') return;
  if (step.kind !== 'discard') orderWrite(work, step.span, id, element);
  recordWrite(work, step, { id, lba: extent.lba, end: extent.lba + sectorCount });
}
