import type { Chooser } from './choose.js';
import type { Program } from './program.js';
import type { Stack } from './stack.js';
import type { World } from './world.js';

/** What every layer's functions work on. Only `world` changes. */
export interface Machine {
  readonly stack: Stack;
  readonly program: Program;
  readonly world: World;
  readonly chooser: Chooser;
}
