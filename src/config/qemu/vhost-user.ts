import type { Fact } from '../../model/vm-disk.js';
import { byDefault, unresolved, written } from '../fact.js';
import type { Backend } from './backend.js';
import { type DiskDevice, property } from './devices.js';
import { type Options, option, positionOf, valueIn } from './options.js';

/** A disk that another process serves: QEMU's block layer has no part in it. */
export function vhostUserBackend(device: DiskDevice, chardevs: readonly Options[]): Backend {
  const { at } = device;
  const name = property(device, 'chardev')?.value ?? '';
  const chardev = chardevs.find((options) => valueIn(options, 'id') === name);
  const path = chardev === undefined ? undefined : option(chardev, 'path');
  const where = path === undefined ? at : positionOf(path);
  return {
    ...outsideQemu(at),
    source: { kind: written('vhost-user', where), name: path?.value ?? '' },
  };
}

/** Settings of a disk that QEMU does not serve itself: its back end decides them all. */
export function outsideQemu(at: DiskDevice['at']): Omit<Backend, 'source'> {
  const text = 'the vhost-user back end decides';
  const either: Fact<boolean> = unresolved(text, at, [true, false]);
  return {
    writeback: either,
    direct: either,
    noFlush: either,
    caches: [],
    aio: unresolved(text, at),
    format: byDefault('raw', 'QEMU', at),
    rawDriver: null,
    werror: byDefault('report', 'QEMU', at),
    rerror: byDefault('report', 'QEMU', at),
    discard: unresolved(text, at, ['ignore', 'unmap']),
    detectZeroes: byDefault('off', 'QEMU', at),
    isReadOnly: false,
    isEmpty: false,
    isDrive: false,
    snapshot: null,
    notes: [],
  };
}
