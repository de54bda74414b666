import { Chalk, type ChalkInstance } from 'chalk';
import { wantsColour } from './colour.js';

/** The colours of a stream. */
export function chalkFor(stream: NodeJS.WriteStream, flag: boolean | undefined): ChalkInstance {
  const colour = wantsColour({ flag, env: process.env, isTty: stream.isTTY });
  return new Chalk({ level: colour ? 1 : 0 });
}
