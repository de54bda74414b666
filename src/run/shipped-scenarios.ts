import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Scenario } from '../scenario/scenario.js';
import { readScenarioFile } from './scenario-files.js';

/** The scenarios that ship with blkcheck, by name. Those in `examples/` are not among them. */
export function shippedScenarios(): readonly Scenario[] {
  const folder = new URL('../../scenarios/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files
    .sort()
    .map((name) => readScenarioFile(fileURLToPath(new URL(name, folder)), `scenarios/${name}`));
}
