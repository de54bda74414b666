import type { ConfigNote, Position } from '../../model/vm-disk.js';
import type { Option, Options } from './options.js';

/** A property that `-global` gives to all devices of one driver. */
export interface GlobalProperty {
  readonly driver: string;
  readonly option: Option;
}

/** All that a command line says of disks, option by option, nothing applied yet. */
export interface Setup {
  /** The path or name that it is started with; '' where options stand alone. */
  readonly binary: string;
  readonly at: Position;
  name: string;
  readonly drives: Options[];
  readonly devices: Options[];
  readonly blockdevs: Options[];
  readonly chardevs: Options[];
  readonly machine: Options[];
  readonly globals: GlobalProperty[];
  /** Where `-snapshot` stands. */
  snapshot: Position | null;
  /** Of all -drive, -device and the like together. */
  optionCount: number;
  readonly notes: ConfigNote[];
  /** How much of what branches add is taken for options. */
  readonly takes: 'all' | 'none' | 'nothing';
}

export function newSetup(binary: string, at: Position, takes: Setup['takes'] = 'nothing'): Setup {
  const lists = { drives: [], devices: [], blockdevs: [], chardevs: [], machine: [], globals: [] };
  return { binary, at, name: '', snapshot: null, optionCount: 0, notes: [], takes, ...lists };
}
