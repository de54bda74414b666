import type { FaultOrNone } from '../../model/fault.js';
import type { Script } from '../../model/script.js';
import type { Stack } from '../../stack/stack.js';
import type { Subject } from '../attempt.js';
import type { Exhausted, KnownKinds, Limits } from '../exhaust/exhaust.js';
import { exhaust } from '../exhaust/exhaust.js';
import { exhaustTwice } from '../exhaust/exhaust-twice.js';
import type { Reductions } from '../exhaust/reductions.js';
import { compiledScript } from '../scripts.js';
import { secondFault, strikesTwice } from '../second-strike.js';
import type { Workload } from '../workload.js';
import { neverFoundBy, settledBy } from './below-weaker.js';
import { canonicalStack } from './canonical-stack.js';
import { anyDemand, type Demand, demandOf } from './demand.js';
import { createKept } from './kept.js';
import { added, both, linked, type Proof, type Unlinked } from './proof.js';
import { signatureOf } from './signature.js';

/** Proves scripts, and remembers the last ones: many configurations make the same machine. */
export interface Prover {
  /** Whether a second fault is looked at as well. */
  readonly crashRecovery: boolean;
  /** Whether somebody ended the run: what is not complete was ended by that. */
  readonly isInterrupted: () => boolean;
  readonly prove: (
    subject: ProofSubject,
    faults: readonly FaultOrNone[],
    fault: FaultOrNone,
  ) => Proof;
}

export interface ProofSubject {
  readonly workload: Workload;
  readonly parameters: Readonly<Record<string, number>>;
  readonly stack: Stack;
  /** One that can do all that `stack` can, and that is asked about too: weaker.ts. */
  readonly weaker?: Stack | undefined;
}

export interface ProverOptions {
  readonly reductions: Reductions;
  /** For each script. */
  readonly limits: Limits;
  /** Whether somebody ended the run; nobody does where it is left out. */
  readonly isInterrupted?: () => boolean;
  /** Whether machines that do the same share a proof. */
  readonly sharesProofs: boolean;
  /** Whether a second fault strikes while what the first one left is repaired. */
  readonly crashRecovery: boolean;
}

export function createProver(options: ProverOptions): Prover {
  const engine: Engine = {
    options,
    scriptsOf: createScripts(),
    kept: createKept(),
    stacks: createKept(),
  };
  let last: Asked | null = null;
  return {
    crashRecovery: options.crashRecovery,
    isInterrupted: options.isInterrupted ?? (() => false),
    prove(subject, faults, fault) {
      // Rows that differ in their fault alone come one after the other.
      if (last === null || !isSame(last, { subject, faults }))
        last = { subject, faults, proofs: proofsFor(engine, subject, faults) };
      const found = last.proofs.find((each) => each.fault === fault);
      if (found === undefined) throw new Error(`${fault} is not among ${faults.join(', ')}`);
      return found;
    },
  };
}

/** What was asked last, and what was answered. */
interface Asked {
  readonly subject: ProofSubject;
  readonly faults: readonly FaultOrNone[];
  readonly proofs: readonly Proof[];
}

function isSame(
  { subject: a, faults }: Asked,
  { subject: b, faults: others }: Omit<Asked, 'proofs'>,
) {
  const isAlike = a.workload === b.workload && a.parameters === b.parameters;
  return isAlike && a.stack === b.stack && a.weaker === b.weaker && faults === others;
}

interface Engine {
  readonly options: ProverOptions;
  readonly scriptsOf: ReturnType<typeof createScripts>;
  readonly kept: ReturnType<typeof createKept<readonly Proof[]>>;
  readonly stacks: ReturnType<typeof createKept<Stack>>;
}

function proofsFor(
  engine: Engine,
  subject: ProofSubject,
  faults: readonly FaultOrNone[],
): readonly Proof[] {
  const { weaker } = subject;
  const { sharesProofs, crashRecovery } = engine.options;
  const isAsked = weaker !== undefined && sharesProofs && !crashRecovery;
  const ofWeaker = isAsked ? remembered(engine, { ...subject, stack: weaker }, faults) : null;
  return remembered(engine, subject, faults, ofWeaker);
}

function remembered(
  engine: Engine,
  subject: ProofSubject,
  faults: readonly FaultOrNone[],
  ofWeaker: readonly Proof[] | null = null,
): readonly Proof[] {
  const { workload, parameters, weaker } = subject;
  const stack = engine.options.sharesProofs ? sharedBy(engine, subject, faults) : subject.stack;
  const name = `${workload.scenario.name} ${JSON.stringify(parameters)}`;
  // What a proof went through depends on the weaker machine that was asked before.
  const below = weaker === undefined || ofWeaker === null ? '' : signatureOf(weaker);
  const key = `${name} ${faults.join()} ${signatureOf(stack)} ${below}`;
  return engine.kept(key, () => proofsOf(engine, { ...subject, stack }, faults, ofWeaker ?? []));
}

/** A machine that stands for all that do the same to the scripts. */
function sharedBy(engine: Engine, subject: ProofSubject, faults: readonly FaultOrNone[]): Stack {
  const struck = engine.options.crashRecovery ? [...faults, secondFault] : faults;
  const shared = canonicalStack(subject.stack, demandFor(engine, subject), struck);
  // What is known of a stack is kept with it.
  return engine.stacks(signatureOf(shared), () => shared);
}

/** A second boot is a script of its own, of which nothing is known here. */
function demandFor({ options, scriptsOf }: Engine, { workload, parameters }: ProofSubject): Demand {
  if (options.crashRecovery) return { ...anyDemand, bootsAgain: true };
  if (workload.members !== null) return anyDemand;
  const [script] = scriptsOf(workload, parameters);
  return script === undefined ? anyDemand : demandOf(script);
}

function proofsOf(
  engine: Engine,
  subject: ProofSubject,
  faults: readonly FaultOrNone[],
  ofWeaker: readonly Proof[],
): readonly Proof[] {
  const settled = settledBy(ofWeaker, subject.stack, subject.workload.oracleOf);
  const open = faults.filter((fault) => settled.every((each) => each.fault !== fault));
  const explored = open.length > 0 ? exploredOf(engine, subject, open, ofWeaker) : [];
  return linked([...settled, ...explored], faults, ofWeaker);
}

/** What a search shows of all scripts of the workload, one after the other. */
function exploredOf(
  { options, scriptsOf }: Engine,
  { workload, parameters, stack }: ProofSubject,
  faults: readonly FaultOrNone[],
  ofWeaker: readonly Proof[],
): readonly Unlinked[] {
  const { oracleOf } = workload;
  const proofs = new Map<FaultOrNone, Unlinked>();
  const known: KnownKinds = (fault) => [
    ...(proofs.get(fault)?.failures.map(({ kind }) => kind) ?? []),
    ...neverFoundBy(ofWeaker, fault),
  ];
  for (const script of scriptsOf(workload, parameters)) {
    // What was proved of the scripts before is what was covered.
    if (proofs.size > 0 && options.limits.isOver())
      return [...proofs.values()].map((each) => ({ ...each, isComplete: false }));
    const subject = { script, stack, oracleOf };
    for (const each of exhaustAll(subject, faults, known, options))
      proofs.set(each.fault, added(proofs.get(each.fault), each, subject));
  }
  return [...proofs.values()];
}

/** What one fault can do, and, if that is asked for, what a second one can do beyond it. */
function exhaustAll(
  subject: Omit<Subject, 'fault'>,
  faults: readonly FaultOrNone[],
  known: KnownKinds,
  { reductions, limits, crashRecovery }: ProverOptions,
): readonly Exhausted[] {
  const once = exhaust(subject, faults, reductions, limits, known);
  const striking = faults.filter((fault) => strikesTwice(subject.stack, fault));
  if (!crashRecovery || striking.length === 0) return once;
  const foundOnce: KnownKinds = (fault) => [
    ...known(fault),
    ...once
      .filter((each) => each.fault === fault)
      .flatMap(({ failures }) => failures.map(({ kind }) => kind)),
  ];
  const spent = Math.max(...once.map(({ executions }) => executions));
  const left = { ...limits, executionsMax: limits.executionsMax - spent };
  const twice = exhaustTwice(subject, striking, reductions, left, foundOnce);
  return once.map((each) =>
    both(
      each,
      twice.find(({ fault }) => fault === each.fault),
    ),
  );
}

/** A script is compiled once for all stacks; the scripts of a family are too many to be kept. */
function createScripts() {
  const scripts = new Map<string, Script>();
  return (workload: Workload, parameters: Readonly<Record<string, number>>): Iterable<Script> => {
    if (workload.members !== null) return workload.members();
    const name = `${workload.scenario.name} ${JSON.stringify(parameters)}`;
    const script = scripts.get(name) ?? compiledScript(workload, parameters, []);
    // The rows of a scenario come one after the other.
    if (!scripts.has(name)) scripts.clear();
    scripts.set(name, script);
    return [script];
  };
}
