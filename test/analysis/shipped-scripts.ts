import type { Operation, Script } from '../../src/model/script.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { readFile, scriptOf, yamlFiles } from '../scenario/files.js';

/** Shipped scenarios and examples that are one script each, with their default parameters. */
export function shippedScripts(): readonly Script[] {
  const files = [...yamlFiles('scenarios'), ...yamlFiles('examples')];
  return files
    .map(readFile)
    .filter(({ random }: Scenario) => !random)
    .map((scenario) => scriptOf(scenario));
}

const syncs: readonly Operation['kind'][] = ['wait', 'fsync', 'fdatasync', 'flush'];

/**
 * The script with some of its waits and syncs left out, so that it may be wrong. Then its writes
 * may be in flight together, which its author did not intend and so did not declare.
 */
export function carelessScript(script: Script, random: (below: number) => number): Script {
  const oneIn = 2 + random(4);
  const isLeftOut = ({ kind }: Operation) => syncs.includes(kind) && random(oneIn) === 0;
  const operations = script.operations.filter((operation) => !isLeftOut(operation));
  const left = new Set(operations.map(({ id }) => id));
  const threads = script.threads.map((thread) => thread.filter((id) => left.has(id)));
  return { ...script, operations, threads, overlapDeclared: true };
}
