import type { Position, VmDisk } from '../../model/vm-disk.js';
import { outsideQemu } from '../qemu/vhost-user.js';

type Settings = Pick<
  VmDisk,
  | 'writeback'
  | 'direct'
  | 'noFlush'
  | 'caches'
  | 'aio'
  | 'format'
  | 'werror'
  | 'rerror'
  | 'discard'
  | 'detectZeroes'
>;

/** libvirt hands nothing of `<driver>` on: another process serves the disk. */
export function vhostUserSettings(at: Position): Settings {
  const {
    isReadOnly: _,
    isEmpty: __,
    isDrive: ___,
    snapshot: ____,
    notes: _____,
    ...settings
  } = outsideQemu(at);
  return settings;
}
