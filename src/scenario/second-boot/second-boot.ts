import type { Aftermath } from '../../model/aftermath.js';
import type {
  Obligation,
  Operation,
  OperationId,
  Requirement,
  Script,
  VersionId,
} from '../../model/script.js';
import { type Check, checksOf } from '../checks.js';
import { servedPages } from '../recovery/double-write.js';
import { verify } from '../recovery/recovery.js';
import { withBoot } from './boot-steps.js';
import type { BootSteps, Repair, ShownSector } from './repair.js';

/** The program of the second boot, and what holds once it has run. */
export interface SecondBoot {
  /** The operations of the first boot, which do not run again, and a thread with those of the second. */
  readonly script: Script;
  /** For each write of the second boot, the write of the first whose contents it has. */
  readonly contents: ReadonlyMap<OperationId, VersionId>;
  /** The operation that serves what was recovered; a promise from then on. */
  readonly serve: OperationId;
  /** What the second fault must not break: the promises of the first boot, and what was served. */
  readonly checks: readonly Check[];
}

/** The largest id of a script: the operations of a second boot come after it. */
export function lastIdOf({ operations }: Script): OperationId {
  return operations.at(-1)?.id ?? 0;
}

/**
 * A second boot first syncs what it found, which may be there only because the fault spared a cache;
 * then it writes what is to be repaired, a sync after each stage; and then it serves.
 */
export function secondBoot(script: Script, repair: Repair): SecondBoot {
  const byId = new Map(script.operations.map((operation) => [operation.id, operation]));
  const contents = new Map<OperationId, VersionId>();
  const steps: Operation[] = [];
  const add = (step: Partial<Operation> & Pick<Operation, 'kind' | 'label'>): OperationId => {
    const id = lastIdOf(script) + steps.length + 1;
    steps.push({ ...blank, ...step, id });
    return id;
  };
  add({ kind: 'fsync', label: 'recovery: sync' });
  for (const stage of repair.stages) {
    for (const { extent, version } of stage) {
      const written = byId.get(version);
      const { lba, sectorCount } = written ?? extent;
      const label = `recovery: ${written?.label ?? `what sector ${lba} held`}`;
      contents.set(add({ kind: 'write', lba, sectorCount, label }), version);
    }
    add({ kind: 'fsync', label: 'recovery: sync' });
  }
  const serve = add({ kind: 'acknowledge', label: servedLabel(repair) });
  return {
    script: {
      ...script,
      operations: [...script.operations, ...steps],
      threads: [steps.map(({ id }) => id)],
    },
    contents,
    serve,
    checks: checksAfter(script, repair, serve).map((check) => ({ ...check, settledBy: null })),
  };
}

function servedLabel({ served }: Repair): string {
  if (served.kind === 'transaction' && served.transaction > 0)
    return `serve up to transaction ${served.transaction}`;
  return 'serve what is there';
}

const blank: Operation = {
  id: 0,
  kind: 'fsync',
  lba: 0,
  sectorCount: 0,
  fua: false,
  refused: 'resend',
  region: '',
  element: 0,
  transaction: 0,
  threads: [],
  label: '',
};

function checksAfter(script: Script, { served }: Repair, serve: OperationId): readonly Check[] {
  switch (served.kind) {
    case 'transaction': {
      const { transaction } = served;
      if (transaction === 0) return checksOf(script, null);
      return checksOf(promising(script, { acknowledge: serve, transaction, requires: [] }), null);
    }
    case 'pages': {
      const { recovery } = script;
      if (recovery.kind !== 'double-write') throw new Error('only a double-write buffer has pages');
      const own = checksOf(script, null);
      return served.pages.length === 0
        ? own
        : [...own, servedPages(script, recovery, served.pages, serve)];
    }
    case 'sectors': {
      const requires = served.sectors.flatMap(requirementOf);
      if (requires.length === 0) return served.alone ? [] : checksOf(script, null);
      const promise = { acknowledge: serve, transaction: 0, requires };
      const all = checksOf(promising(script, promise), null);
      return served.alone ? all.filter(({ after }) => after === serve) : all;
    }
  }
}

function requirementOf({ lba, shown }: ShownSector): Requirement[] {
  return shown === 0 ? [] : [{ lba, sectorCount: 1, version: shown }];
}

/** The script with one promise more. */
function promising(script: Script, obligation: Obligation): Script {
  return { ...script, obligations: [...script.obligations, obligation] };
}

/** What the second boot does with a disk; null where it gives up, or nobody knows what it does. */
export function repairOn(script: Script, aftermath: Aftermath): Repair | null {
  return withBoot(script, (steps) => joined(endsOf(steps, aftermath, steps.start())));
}

function endsOf<State>(
  steps: BootSteps<State>,
  aftermath: Aftermath,
  from: State,
): readonly (Repair | null)[] {
  for (let state = from; ; ) {
    const step = steps.next(state);
    switch (step.kind) {
      case 'done':
        return [step.outcome];
      case 'each':
        return step.states.flatMap((each) => endsOf(steps, aftermath, each));
      case 'read':
        state = steps.resume(state, aftermath.read(step.lba));
        break;
      case 'verify':
        state = steps.resume(state, verify(aftermath, step.extent, step.version));
    }
  }
}

/** What was found in several ways is done at once. */
function joined(ends: readonly (Repair | null)[]): Repair | null {
  const [first] = ends;
  if (first === undefined || first === null || first.served.kind !== 'sectors')
    return first ?? null;
  const sectors = ends.flatMap((end) => (end?.served.kind === 'sectors' ? end.served.sectors : []));
  return { stages: [], served: { kind: 'sectors', sectors, alone: false } };
}
