import type { Violation } from '../../model/aftermath.js';
import type { Choice } from '../../model/choice.js';
import type { Operation, OperationId, Requirement, Script } from '../../model/script.js';

/**
 * The script without some operations. What was promised about them goes with them; the ids of
 * the others stay, so that choices keep their meaning.
 */
export function withoutOperations(script: Script, removed: ReadonlySet<OperationId>): Script {
  const stays = (id: OperationId) => !removed.has(id);
  const keep = (requirements: readonly Requirement[]) =>
    requirements.filter(({ version }) => stays(version));
  return {
    ...script,
    operations: script.operations.filter(({ id }) => stays(id)),
    threads: script.threads.map((ids) => ids.filter(stays)),
    obligations: script.obligations
      .filter(({ acknowledge }) => stays(acknowledge))
      .map((obligation) => ({ ...obligation, requires: keep(obligation.requires) })),
    orderings: script.orderings
      .filter(({ second }) => stays(second))
      .map((ordering) => ({ ...ordering, first: keep(ordering.first) }))
      .filter(({ first }) => first.length > 0),
  };
}

/** What can go at once: an operation, or a `parallel` with all that its threads hold. */
export function removableGroups(script: Script): readonly ReadonlySet<OperationId>[] {
  return script.operations.map(
    ({ id, threads }) => new Set([id, ...operationsIn(script, threads)]),
  );
}

/**
 * Operations that neither a failure nor any of the choices names: writes and acknowledgements, and
 * everything before and after those that are named.
 */
export function bystandersOf(
  script: Script,
  { victim, witness, acknowledge }: Violation,
  choices: readonly Choice[],
): ReadonlySet<OperationId> {
  const named = new Set([victim, witness, acknowledge, ...choices.map(({ subject }) => subject)]);
  named.delete(0);
  const first = Math.min(...named);
  const last = Math.max(...named);
  const isBystander = ({ id, kind }: Operation) =>
    kind === 'write' || kind === 'acknowledge' || id < first || id > last;
  const groups = removableGroups(script).filter((_, at) => {
    const operation = script.operations[at];
    return operation !== undefined && isBystander(operation);
  });
  return new Set(
    groups
      .filter((group) => [...group].every((id) => !named.has(id)))
      .flatMap((group) => [...group]),
  );
}

function operationsIn(script: Script, threads: readonly number[]): readonly OperationId[] {
  const direct = threads.flatMap((thread) => script.threads[thread] ?? []);
  const children = script.operations
    .filter(({ id }) => direct.includes(id))
    .flatMap((operation) => operation.threads);
  return children.length === 0 ? direct : [...direct, ...operationsIn(script, children)];
}
