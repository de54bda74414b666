import type { RuleId } from '../../catalogue/rules/rules.js';
import { ask } from '../choose.js';
import { deviceComplete, deviceMayComplete, deviceStart } from '../frontend/requests.js';
import type { Machine } from '../machine.js';
import { ruleIndex } from '../rule-index.js';
import { tell } from '../story.js';
import { manner, phase, removeAt, state } from '../world.js';

const dispatchQuestion = ask.dispatch;

/** A plain write, or one that is durable by itself (`fua`) as far as the driver can do that. */
export function submitWrite(machine: Machine, operation: number): void {
  const { driver, guest } = machine.stack;
  if (machine.program.fua[operation] === 0) return submit(machine, operation, phase.write, 0);
  switch (guest.barriers ? driver.ordered : 'none') {
    case 'drain-fua':
      return submit(machine, operation, phase.write, manner.fua);
    case 'flush-fua':
      return submitFua(machine, operation, 0);
    case 'drain-flush':
    case 'flush':
      return submit(machine, operation, phase.write | flushFor(machine, operation), 0);
    case 'drain':
    case 'tag':
    case 'none':
    case 'no-cache':
      noteNoFlush(machine, operation);
      return submit(machine, operation, phase.write, 0);
  }
}

/** Force Unit Access, to a device that may do nothing about it. */
function submitFua(machine: Machine, operation: number, before: number): void {
  const { ignoresFua } = machine.stack.device;
  if (ignoresFua === '') return submit(machine, operation, before | phase.write, manner.fua);
  machine.world.flushStop[operation] = ruleIndex(ignoresFua);
  tell(machine.world, operation, 'device', 'FUA ignored');
  submit(machine, operation, before | phase.write, 0);
}

/** The flush that stands for FUA; none where the guest makes nothing of it. */
function flushFor(machine: Machine, operation: number): number {
  const { dropsFua } = machine.stack.driver;
  if (dropsFua === '') return flushAfter(machine, operation);
  machine.world.flushStop[operation] = ruleIndex(dropsFua);
  tell(machine.world, operation, 'device', 'no FUA sent');
  return 0;
}

/** The flush that follows a write; none where the driver answers it by itself. */
function flushAfter(machine: Machine, operation: number): number {
  return isAnswered(machine, operation) ? 0 : phase.postflush;
}

/** Whether the driver completes a flush without sending one. */
function isAnswered(machine: Machine, operation: number): boolean {
  const { answersFlush } = machine.stack.driver;
  if (answersFlush === '') return false;
  machine.world.flushStop[operation] = ruleIndex(answersFlush);
  tell(machine.world, operation, 'device', 'driver answers flush');
  return true;
}

export function submitRead(machine: Machine, operation: number): void {
  submit(machine, operation, phase.read, 0);
}

/** A barrier write. Returns false where it is refused (-EOPNOTSUPP). */
export function submitBarrier(machine: Machine, operation: number): boolean {
  const { driver, guest } = machine.stack;
  if (!guest.barriers) return refuse(machine, operation);
  switch (driver.ordered) {
    case 'none':
      return refuse(machine, operation);
    case 'drain':
      noteNoFlush(machine, operation);
      submit(machine, operation, phase.write, manner.fence);
      return true;
    case 'drain-flush':
      submit(machine, operation, phase.preflush | phase.write | phase.postflush, manner.fence);
      return true;
    case 'drain-fua':
      submit(machine, operation, phase.preflush | phase.write, manner.fence | manner.fua);
      return true;
    case 'tag':
      noteNoFlush(machine, operation);
      submit(machine, operation, phase.write, manner.tagged);
      return true;
    // There are no barriers: what asks for one gets PREFLUSH and FUA, and no order beside.
    case 'no-cache':
      noteNoFlush(machine, operation);
      submit(machine, operation, phase.write, 0);
      return true;
    case 'flush': {
      const after = flushAfter(machine, operation);
      const before = after === 0 ? 0 : phase.preflush;
      submit(machine, operation, before | phase.write | after, 0);
      return true;
    }
    case 'flush-fua':
      submitFua(machine, operation, isAnswered(machine, operation) ? 0 : phase.preflush);
      return true;
  }
}

/** blkdev_issue_flush: an empty barrier, or a flush. Returns false where nothing is sent. */
export function submitFlush(machine: Machine, operation: number): boolean {
  const { driver, guest } = machine.stack;
  if (!guest.barriers) return refuse(machine, operation);
  switch (driver.ordered) {
    case 'drain-flush':
    case 'drain-fua':
      submit(machine, operation, phase.preflush, manner.fence);
      return true;
    case 'flush':
    case 'flush-fua':
      if (isAnswered(machine, operation)) return false;
      submit(machine, operation, phase.preflush, 0);
      return true;
    case 'drain':
    case 'tag':
    case 'none':
    case 'no-cache':
      noteNoFlush(machine, operation);
      return false;
  }
}

/** The same write once more, without its barrier. */
export function resendPlainly(machine: Machine, operation: number): void {
  submit(machine, operation, phase.write, 0);
}

function refuse(machine: Machine, operation: number): false {
  const { driver, guest } = machine.stack;
  machine.world.orderStop[operation] = ruleIndex(guest.barriers ? driver.refusedBecause : 'BLK001');
  noteNoFlush(machine, operation);
  tell(machine.world, operation, 'device', guest.barriers ? 'barrier refused' : 'no barrier sent');
  return false;
}

/** The guest asked for a flush and none leaves its driver: whose fault it is, if it matters. */
function noteNoFlush(machine: Machine, operation: number): void {
  const { driver, guest } = machine.stack;
  const rule = guest.barriers ? driver.noFlushBecause || leftOver(machine) : 'BLK001';
  machine.world.flushStop[operation] = ruleIndex(rule);
  if (rule !== '') tell(machine.world, operation, 'device', 'no flush sent');
}

/** A device with nothing volatile needs no flush, but for what its last owner left half done. */
function leftOver({ stack, world }: Machine): RuleId | '' {
  const { backend } = stack;
  const isStable = backend.kind === 'qemu' && backend.syncWrites;
  return world.count.carried > 0 && isStable ? 'BLK017' : '';
}

function submit(machine: Machine, operation: number, phases: number, how: number): void {
  const { world } = machine;
  const { count, queue } = world;
  const held = machine.chooser.choose(dispatchQuestion, operation, 0);
  count.submissions += 1;
  world.submitted[operation] = count.submissions;
  world.state[operation] = state.queued;
  world.phases[operation] = phases;
  world.manner[operation] = how;
  const thread = threadOf(machine, operation);
  world.outstanding[thread] = (world.outstanding[thread] ?? 0) + 1;
  // The queue is run by whoever submits: what nothing holds back goes to the device at once.
  if (held === 0 && count.queue === 0 && mayStart(machine, operation)) {
    return start(machine, operation);
  }
  world.due[operation] = count.events + held;
  queue[count.queue] = operation;
  count.queue += 1;
  if (held === 0 && mayDispatch(machine, count.queue - 1)) dispatch(machine, count.queue - 1);
}

/** The device gets the operation, in its next phase; what nothing holds back completes at once. */
function start(machine: Machine, operation: number): void {
  const { count, due } = machine.world;
  if (isFence(machine, operation)) count.fence = operation;
  const held = deviceStart(machine, operation);
  due[operation] = count.events + held;
  const position = count.inFlight - 1;
  if (held === 0 && mayComplete(machine, position)) complete(machine, position);
}

/** Whether an operation with nothing before it in the queue may go to the device now. */
function mayStart(machine: Machine, operation: number): boolean {
  const { count } = machine.world;
  if (count.fence !== 0 || count.inFlight >= machine.stack.device.queueDepth) return false;
  return count.inFlight === 0 || !isFence(machine, operation);
}

/** Whether the queue lets the operation at this position go to the device now. */
export function mayDispatch(machine: Machine, position: number): boolean {
  const { stack, world } = machine;
  const operation = world.queue[position] ?? 0;
  if (!mayStart(machine, operation)) return false;
  if (isFence(machine, operation)) return position === 0;
  if (position > 0 && !stack.guest.dispatchesOutOfOrder) return false;
  for (let older = 0; older < position; older++)
    if (isFixedInOrder(machine, world.queue[older] ?? 0)) return false;
  return !(position > 0 && isFixedInOrder(machine, world.queue[position] ?? 0));
}

/** Hands the operation at this position of the queue to the device. */
export function dispatch(machine: Machine, position: number): void {
  const { world } = machine;
  const operation = world.queue[position] ?? 0;
  removeAt(world.queue, position, world.count.queue);
  world.count.queue -= 1;
  start(machine, operation);
}

export function mayComplete(machine: Machine, position: number): boolean {
  return deviceMayComplete(machine, position);
}

/** The request at this position of the requests in flight completes; its next phase starts. */
export function complete(machine: Machine, position: number): void {
  const { world } = machine;
  const operation = world.inFlight[position] ?? 0;
  removeAt(world.inFlight, position, world.count.inFlight);
  world.count.inFlight -= 1;
  if (deviceComplete(machine, operation)) return start(machine, operation);
  world.state[operation] = state.done;
  if (world.count.fence === operation) world.count.fence = 0;
  const thread = threadOf(machine, operation);
  world.outstanding[thread] = (world.outstanding[thread] ?? 0) - 1;
}

function isFence(machine: Machine, operation: number): boolean {
  return ((machine.world.manner[operation] ?? 0) & manner.fence) !== 0;
}

/** Barriers, drained or tagged, keep their place in the queue. */
function isFixedInOrder(machine: Machine, operation: number): boolean {
  return ((machine.world.manner[operation] ?? 0) & (manner.fence | manner.tagged)) !== 0;
}

function threadOf(machine: Machine, operation: number): number {
  return machine.program.threadOf[operation] ?? 0;
}
