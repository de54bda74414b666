import { createHash } from 'node:crypto';
import type { Scenario } from '../../scenario/scenario.js';

/** A scenario that the build has read, so that a run need not load what reads YAML. */
export interface BuiltScenario {
  /** Of the file's text, in hexadecimal. */
  readonly sha256: string;
  readonly scenario: Scenario;
}

export function builtScenario(text: string, scenario: Scenario): BuiltScenario {
  return { sha256: sha256Of(text), scenario };
}

export function isBuiltFrom({ sha256 }: BuiltScenario, text: string): boolean {
  return sha256 === sha256Of(text);
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
