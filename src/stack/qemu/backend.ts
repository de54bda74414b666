import { diskFlush, diskWrite, diskWriteThrough } from '../disk/disk.js';
import { hostBufferedWrite, hostDirectWrite, hostSync, hostSyncWrite } from '../host/host.js';
import { imageWriteCompleted } from '../image/raw.js';
import type { Machine } from '../machine.js';
import { manner } from '../world.js';

/** The device's write is carried out and completes. */
export function backendWrite(machine: Machine, operation: number): void {
  const { backend } = machine.stack;
  if (backend.kind === 'bare-metal') {
    diskWrite(machine, operation, machine.world.completion[operation] ?? 0);
    if (((machine.world.manner[operation] ?? 0) & manner.fua) !== 0)
      diskWriteThrough(machine, operation);
    return;
  }
  imageWriteCompleted(machine, operation);
  if (backend.direct) hostDirectWrite(machine, operation);
  else hostBufferedWrite(machine, operation);
  if (backend.syncWrites) hostSyncWrite(machine, operation);
}

/** The device's flush completes: it covers what had completed when it was submitted. */
export function backendFlush(machine: Machine, operation: number): void {
  const { backend } = machine.stack;
  const upTo = machine.world.covers[operation] ?? 0;
  if (backend.kind === 'bare-metal') diskFlush(machine, operation, upTo);
  else hostSync(machine, operation, upTo);
}
