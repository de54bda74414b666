import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  type BuiltScenario,
  builtScenario,
  isBuiltFrom,
} from '../../src/run/scenarios/built-scenarios.js';
import { readScenario } from '../../src/scenario/read.js';

const folder = new URL('../../scenarios/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const built: Readonly<Record<string, BuiltScenario>> = JSON.parse(
  readFileSync(new URL('../../dist/scenarios.json', import.meta.url), 'utf8'),
);

it('the build has read each scenario, and no other', () => {
  expect(Object.keys(built).sort()).toEqual([...files].sort());
});

it.each(files)('%s is what the build has read of it', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const read = readScenario(text, `scenarios/${name}`);
  const known = built[name];
  if ('diagnostics' in read || known === undefined) throw new Error(name);
  expect(known.scenario).toEqual(read.scenario);
  expect(isBuiltFrom(known, text)).toBe(true);
  expect(isBuiltFrom(known, `${text}# changed since\n`)).toBe(false);
  expect(builtScenario(text, read.scenario)).toEqual(known);
});
