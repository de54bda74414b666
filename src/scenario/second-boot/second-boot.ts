import type { Aftermath } from '../../model/aftermath.js';
import type { Operation, OperationId, Script, VersionId } from '../../model/script.js';
import type { Check } from '../checks.js';
import { verify } from '../recovery/recovery.js';
import { withBoot } from './boot-steps.js';
import { checksAfter } from './checks-after.js';
import type { BootSteps, NewWrite, Repair, Rewrite } from './repair.js';

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
 * A second boot first syncs what it found, which may be there only because the fault spared a cache, unless
 * it is known to do without; then it writes, with syncs between the stages; and then it serves.
 */
export function secondBoot(script: Script, repair: Repair): SecondBoot {
  const byId = new Map(script.operations.map((operation) => [operation.id, operation]));
  const boot: Boot = { script, byId, contents: new Map(), steps: [], written: new Map() };
  if (repair.syncs === 'around') add(boot, { kind: 'fsync', label: 'recovery: sync' });
  for (const [nth, stage] of repair.stages.entries()) {
    for (const each of stage) addWrite(boot, each);
    if (repair.syncs !== 'between' || nth + 1 < repair.stages.length)
      add(boot, { kind: 'fsync', label: 'recovery: sync' });
  }
  const { id: serve } = add(boot, { kind: 'acknowledge', label: servedLabel(repair) });
  const { contents, steps, written } = boot;
  const operations = [...script.operations, ...steps];
  return {
    script: { ...script, operations, threads: [steps.map(({ id }) => id)] },
    contents,
    serve,
    checks: checksAfter(script, repair, { steps, written, serve }).map((check) => ({
      ...check,
      settledBy: null,
    })),
  };
}

/** A second boot that is being put together. */
interface Boot {
  readonly script: Script;
  readonly byId: ReadonlyMap<OperationId, Operation>;
  readonly contents: Map<OperationId, VersionId>;
  readonly steps: Operation[];
  /** What it writes that no write of the script has. */
  readonly written: Map<NewWrite['as'], Operation>;
}

type Step = Partial<Operation> & Pick<Operation, 'kind' | 'label'>;

function add({ script, steps }: Boot, step: Step): Operation {
  const operation = { ...blank, ...step, id: lastIdOf(script) + steps.length + 1 };
  steps.push(operation);
  return operation;
}

function addWrite(boot: Boot, write: Rewrite | NewWrite): void {
  if ('as' in write) {
    const { lba, sectorCount } = write.extent;
    const label = `recovery: ${write.label}`;
    boot.written.set(write.as, add(boot, { kind: 'write', lba, sectorCount, label }));
    return;
  }
  const { extent, version } = write;
  const written = boot.byId.get(version);
  const { lba, sectorCount } = written ?? extent;
  const label = `recovery: ${written?.label ?? `what sector ${lba} held`}`;
  boot.contents.set(add(boot, { kind: 'write', lba, sectorCount, label }).id, version);
}

function servedLabel({ served }: Repair): string {
  const isOfTransactions = served.kind === 'transaction' || served.kind === 'opened';
  if (isOfTransactions && served.transaction > 0)
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
  return { stages: [], syncs: 'around', served: { kind: 'sectors', sectors, alone: false } };
}
