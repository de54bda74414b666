// Reads the scenarios that ship with blkcheck, so that a run need not load what reads YAML.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtScenario } from '../dist/run/scenarios/built-scenarios.js';
import { readScenario } from '../dist/scenario/read.js';

const folder = new URL('../scenarios/', import.meta.url);
const built = {};
for (const name of readdirSync(folder).filter((each) => each.endsWith('.yaml'))) {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const read = readScenario(text, `scenarios/${name}`);
  if ('diagnostics' in read) throw new Error(JSON.stringify(read.diagnostics));
  built[name] = builtScenario(text, read.scenario);
}
writeFileSync(new URL('../dist/scenarios.json', import.meta.url), JSON.stringify(built));
