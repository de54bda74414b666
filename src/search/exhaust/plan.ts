import type { FaultOrNone } from '../../model/fault.js';
import type { Script } from '../../model/script.js';
import { sparedByFault, sparesDevice } from '../../stack/faults.js';
import { leavesOutFlushes } from '../../stack/qemu/backend.js';
import type { DevicePart, Stack } from '../../stack/stack.js';
import { type FaultView, flushMakesSure } from './fault-view.js';
import { mayOverlap } from './overlaps.js';
import type { Reductions } from './reductions.js';
import { requestsTogether } from './requests-together.js';
import type { Order } from './select.js';
import { surenessUnder, withoutDevice } from './sureness.js';

/** One way through the schedules, for the faults that can share it. */
export interface Exploration {
  readonly order: Order;
  readonly stack: Stack;
  /** The device of `stack` has a queue without an end, which the real one has not. */
  readonly isDeep: boolean;
  readonly views: readonly FaultView[];
}

/** Which explorations answer for all of the faults; see docs/exhaustive.md. */
export function planOf(
  script: Script,
  stack: Stack,
  faults: readonly FaultOrNone[],
  reductions: Reductions,
): readonly Exploration[] {
  const exact = (fault: FaultOrNone) => exactView(stack, fault);
  // Writes in flight together that overlap, and tags, make the order of completions show.
  const isPlain = !mayOverlap(script) && !stack.device.orderedTags;
  if (!reductions.lazySchedule || !isPlain || holdsItsPlace(script, stack))
    return [{ order: 'every', stack, isDeep: false, views: faults.map(exact) }];
  const unharmed = faults.filter((fault) => fault === 'none').map(exact);
  const views = faults.filter((fault) => fault !== 'none').map(exact);
  const late = views.filter((view) => view.dispatchMakesSure);
  const others = views.filter((view) => !view.dispatchMakesSure);
  // Whether a flush is left out depends on what was finished: then the order of completions counts, but
  // for faults that take nothing that has completed.
  const isSkipping = leavesOutFlushes(stack);
  const skipping = isSkipping ? others.filter(flushMakesSure) : [];
  const lazy = views.filter((view) => !skipping.includes(view));
  const deep = { ...stack, device: endless(stack.device) };
  const asDeep = lazy.map((view) => asIfDeep(view, stack));
  const inOrder = lazy.filter((view) => !view.dispatchMakesSure);
  const lazily: readonly Exploration[] = stack.guest.dispatchesOutOfOrder
    ? [{ order: lazyOrder(asDeep), stack: deep, isDeep: true, views: asDeep }]
    : [
        { order: lazyOrder(inOrder), stack, isDeep: false, views: inOrder },
        { order: 'late-dispatch', stack, isDeep: false, views: late },
      ];
  const explorations: readonly Exploration[] = [
    // Without overlaps the disk holds the same in the end, whatever the schedule was.
    { order: 'straight', stack, isDeep: false, views: unharmed },
    { order: orderWithSkips(script, stack), stack, isDeep: false, views: skipping },
    ...lazily,
  ];
  return explorations.filter((exploration) => exploration.views.length > 0);
}

/**
 * A write whose flush comes first, in a queue that does not drain for it: it keeps its place in a short
 * queue from beginning to end, which a queue without an end does not show.
 */
function holdsItsPlace(script: Script, { device, driver }: Stack): boolean {
  const isUnfenced = driver.ordered === 'flush' || driver.ordered === 'flush-fua';
  const hasPreflush = script.operations.some(({ kind }) => kind === 'barrier');
  return isUnfenced && hasPreflush && requestsTogether(script) > device.queueDepth;
}

/** Which of the writes that a thread waits for comes first shows in what the flush behind it covers. */
function lazyOrder(views: readonly FaultView[]): Order {
  return views.some(flushMakesSure) ? 'lazy' : 'lazy-sure';
}

/** A queue that fills up keeps requests from being in flight together, and so from skips. */
function orderWithSkips(script: Script, { device }: Stack): Order {
  return requestsTogether(script) <= device.queueDepth ? 'completions' : 'every';
}

/** A fault as it strikes the real machine. */
export function exactView(stack: Stack, fault: FaultOrNone): FaultView {
  const spared = sparedByFault(stack)[fault];
  return {
    fault,
    spared,
    ...surenessUnder(stack, fault),
    dispatchMakesSure: sparesDevice(spared),
    partialMax: Number.POSITIVE_INFINITY,
    losesAllocation: true,
  };
}

/** The device with a queue that never fills up. */
export function endless(device: DevicePart): DevicePart {
  return { ...device, queueDepth: Number.MAX_SAFE_INTEGER };
}

/** What is pending may be in the queue, or in the device, or finished. */
function asIfDeep(view: FaultView, { device }: Stack): FaultView {
  if (view.dispatchMakesSure) {
    const spared = withoutDevice(view.spared);
    return { ...view, spared, dispatchMakesSure: false, partialMax: 0, losesAllocation: false };
  }
  return { ...view, partialMax: device.queueDepth };
}
