import type { Fact, Position, VmDisk } from '../model/vm-disk.js';
import { byDefault } from './fact.js';

/**
 * A disk that was read as another program's input, with what a tool puts there by itself. Whatever
 * stands at the disk's own place, or at the machine's, is no value of the user's: it is the tool's.
 */
export function withToolDefaults(disk: VmDisk, tool: string, places: readonly Position[]): VmDisk {
  const own = <T>(fact: Fact<T>): Fact<T> => {
    const { origin } = fact;
    if (!fact.known || origin.kind !== 'file' || !places.some((at) => isSame(at, origin.at))) {
      return fact;
    }
    return byDefault(fact.value, tool, origin.at);
  };
  return {
    ...disk,
    frontend: own(disk.frontend),
    writeback: own(disk.writeback),
    direct: own(disk.direct),
    noFlush: own(disk.noFlush),
    aio: own(disk.aio),
    format: own(disk.format),
    source: { ...disk.source, kind: own(disk.source.kind) },
    werror: own(disk.werror),
    rerror: own(disk.rerror),
    discard: own(disk.discard),
    detectZeroes: own(disk.detectZeroes),
    dpofua: disk.dpofua === null ? null : own(disk.dpofua),
    configWce: disk.configWce === null ? null : own(disk.configWce),
  };
}

function isSame(one: Position, other: Position): boolean {
  return one.line === other.line && one.column === other.column && one.file === other.file;
}
