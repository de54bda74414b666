import type { Requirement } from '../../model/script.js';
import { limits } from '../language/limits.js';
import type { Span } from '../language/source.js';
import type { AcknowledgeStep } from '../scenario.js';
import { type Compilation, complain, optionalNumber, stop } from './compilation.js';
import { emit } from './emit.js';
import { type Element, elementOf, extentsOf } from './resolve.js';
import { requirements } from './versions.js';

function count(work: Compilation, span: Span, required: readonly Requirement[]): void {
  work.requirementCount += required.length;
  if (work.requirementCount <= limits.requirements) return;
  stop(work, span, `the promises name more than ${limits.requirements} ranges in all`);
}

/** Resolves the orders that the scenario promises; their indices may use parameters only. */
export function resolveOrdered(work: Compilation): void {
  for (const { first, second } of work.scenario.ordered) {
    const secondElement = second.index === null ? -1 : (elementOf(work, second)?.element ?? -1);
    work.ordered.push({
      first: extentsOf(work, first),
      secondRegion: second.region,
      secondElement,
    });
  }
}

/** Where this write is seen, what was written before it to the regions ordered before it is too. */
export function orderWrite(work: Compilation, span: Span, id: number, target: Element): void {
  const first: Requirement[] = [];
  for (const { first: extents, secondRegion, secondElement } of work.ordered) {
    if (
      secondRegion !== target.region ||
      (secondElement !== -1 && secondElement !== target.element)
    )
      continue;
    first.push(...requirements(work.versions, extents));
  }
  if (first.length === 0) return;
  count(work, span, first);
  work.orderings.push({ second: id, first });
}

function labelOf({ durable }: AcknowledgeStep, transaction: number): string {
  if (transaction > 0) return `acknowledge transaction ${transaction}`;
  const names = [...new Set(durable.map(({ region }) => region))];
  return `acknowledge ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', ...' : ''}`;
}

export function compileAcknowledge(work: Compilation, step: AcknowledgeStep): void {
  const transaction = optionalNumber(work, step.transaction, 0);
  if (transaction === null) return;
  const extents = step.durable.flatMap((reference) => extentsOf(work, reference));
  const requires = requirements(work.versions, extents);
  const label = labelOf(step, transaction);
  const acknowledge = emit(work, step.span, { kind: 'acknowledge', transaction, label });
  if (acknowledge === 0) return;
  count(work, step.span, requires);
  work.obligations.push({ acknowledge, transaction, requires });
  checkAcknowledges(work, step, requires, transaction);
}

/** A family may acknowledge before its first write; a plain program that does has a mistake. */
function checkAcknowledges(
  work: Compilation,
  step: AcknowledgeStep,
  requires: readonly Requirement[],
  transaction: number,
): void {
  if (work.scenario.random || requires.length > 0) return;
  if (transaction > 0 && work.scenario.recovery.kind !== 'none') return;
  const help =
    transaction > 0
      ? 'a transaction means something to a `recovery` only; add one, or `durable`'
      : 'nothing was written there before';
  complain(work, step.span, 'this acknowledges nothing', help);
}
