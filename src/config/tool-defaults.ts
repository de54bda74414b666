import type { Fact, Position, VmDisk } from '../model/vm-disk.js';
import { assumed, byDefault } from './fact.js';

/** What stands at a place is assumed, not said: whose word it is. */
export interface Guess {
  readonly at: Position;
  readonly by: string;
}

/**
 * A disk that was read as another program's input, with what a tool puts there by itself. Whatever
 * stands at the disk's own place, or at the machine's, is no value of the user's: it is the tool's.
 */
export function withToolDefaults(
  disk: VmDisk,
  tool: string,
  places: readonly Position[],
  guess?: Guess,
): VmDisk {
  const own = <T>(fact: Fact<T>): Fact<T> => {
    if (!fact.known)
      return { ...fact, origin: { ...fact.origin, text: unwrapped(fact.origin.text) } };
    const { origin, value } = fact;
    if (origin.kind !== 'file') return fact;
    if (guess !== undefined && isSame(guess.at, origin.at))
      return assumed(value, guess.by, disk.at);
    return places.some((at) => isSame(at, origin.at)) ? byDefault(value, tool, origin.at) : fact;
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

/** Words that stand for a value were put into a template's marks on their way. */
function unwrapped(text: string): string {
  if (!text.startsWith('${') || !text.endsWith('}')) return text;
  let depth = 0;
  for (let index = 1; index < text.length - 1; index += 1) {
    if (text[index] === '{') depth += 1;
    if (text[index] === '}') depth -= 1;
    if (depth === 0) return text;
  }
  return text.slice(2, -1);
}

function isSame(one: Position, other: Position): boolean {
  return one.line === other.line && one.column === other.column && one.file === other.file;
}
