import { limits } from '../language/limits.js';
import type { RepeatStep, Step } from '../scenario.js';
import {
  type Compilation,
  complain,
  namesText,
  numberOf,
  optionalNumber,
  stop,
} from './compilation.js';
import { emit } from './emit.js';
import { joinWaits, restoreWaits, type Waits, waitAll, waitOwn, waitsOf } from './in-flight.js';
import { compileAcknowledge } from './obligations.js';
import { compileRange } from './range-step.js';
import { beginThread, endThread, joinThreads } from './versions.js';

type Nested<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

function compileRepeat(work: Compilation, step: RepeatStep): void {
  const times = numberOf(work, step.times);
  const from = optionalNumber(work, step.from, 0);
  if (times === null || from === null) return;
  if (times < 0) complain(work, step.times.span, `repeats ${times} times${namesText(work)}`);
  for (let round = 0; round < times && !work.stopped; round += 1) {
    if (step.as !== '') work.names.set(step.as, from + round);
    compileSteps(work, step.steps);
    // Counted here too, so that a loop around nothing ends.
    countStep(work, step);
  }
  work.names.delete(step.as);
}

function compileThread(work: Compilation, steps: readonly Step[], openedAt: number): number {
  const thread = work.threads.length;
  work.threads.push([]);
  work.inFlight.waitedUpTo.push(openedAt);
  work.thread = thread;
  beginThread(work.versions);
  compileSteps(work, steps);
  return thread;
}

/** Threads are compiled one after the other, each as if its siblings had not run. */
function compileParallel(work: Compilation, step: Nested<'parallel'>): void {
  const parent = work.thread;
  if (work.threads.length + step.threads.length > limits.threads) {
    stop(work, step.span, `more than ${limits.threads} threads in all`);
    return;
  }
  const from = work.threads.length;
  const id = emit(work, step.span, { kind: 'parallel', label: 'parallel' });
  const threads: number[] = [];
  const known = waitsOf(work.inFlight);
  const waits: Waits[] = [];
  const changes = step.threads.map((steps) => {
    work.inFlight.siblings.push({ from, to: work.threads.length });
    threads.push(compileThread(work, steps, id));
    work.inFlight.siblings.pop();
    waits.push(waitsOf(work.inFlight));
    restoreWaits(work.inFlight, known);
    return endThread(work.versions);
  });
  joinWaits(work.inFlight, waits);
  work.thread = parent;
  joinThreads(work.versions, changes);
  const operation = work.operations[id - 1];
  if (operation !== undefined) work.operations[id - 1] = { ...operation, threads };
}

function compileChoose(work: Compilation, step: Nested<'choose'>): void {
  const picked = step.alternatives[work.draws.draw(step.alternatives.length)];
  compileSteps(work, picked ?? []);
}

function compilePlain(
  work: Compilation,
  step: Nested<'fsync' | 'fdatasync' | 'flush' | 'wait'>,
): void {
  const id = emit(work, step.span, { kind: step.kind, label: step.kind });
  if (step.kind === 'wait') waitOwn(work.inFlight, id, work.thread);
  else if (step.kind !== 'flush') waitAll(work.inFlight, id);
}

function compileStep(work: Compilation, step: Step): void {
  switch (step.kind) {
    case 'repeat':
      compileRepeat(work, step);
      break;
    case 'parallel':
      compileParallel(work, step);
      break;
    case 'choose':
      compileChoose(work, step);
      break;
    case 'acknowledge':
      compileAcknowledge(work, step);
      break;
    case 'fsync':
    case 'fdatasync':
    case 'flush':
    case 'wait':
      compilePlain(work, step);
      break;
    default:
      compileRange(work, step);
  }
}

function countStep(work: Compilation, step: Step): void {
  work.stepCount += 1;
  if (work.stepCount <= limits.steps) return;
  stop(work, step.span, `more than ${limits.steps} steps; does this loop end?`);
}

export function compileSteps(work: Compilation, steps: readonly Step[]): void {
  for (const step of steps) {
    if (work.stopped) return;
    countStep(work, step);
    compileStep(work, step);
  }
}
