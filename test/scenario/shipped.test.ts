import { expect, test } from 'vitest';
import { cpuTimeMs } from './cpu-time.js';
import { readFile, scriptOf, yamlFiles } from './files.js';

const files = [...yamlFiles('scenarios'), ...yamlFiles('examples')];

test('more than a dozen scenarios ship', () => {
  expect(yamlFiles('scenarios').length).toBeGreaterThanOrEqual(14);
});

test.each(files)('%s reads and compiles', (file) => {
  const scenario = readFile(file);
  expect(file).toContain(`/${scenario.name}.yaml`);
  expect(scenario.summary).toMatch(/\.$/);
  expect(scenario.models).toMatch(/\.$/);
  expect(scriptOf(scenario).operations.length).toBeGreaterThan(0);
});

test.each(files)('%s compiles at both ends of each parameter', (file) => {
  const scenario = readFile(file);
  for (const { name, values } of scenario.parameters) {
    const ends = values.kind === 'choose' ? values.values : [values.min, values.max];
    for (const end of ends) expect(() => scriptOf(scenario, { [name]: end })).not.toThrow();
  }
});

test('ten thousand transactions compile in time', () => {
  const start = cpuTimeMs();
  const script = scriptOf(readFile('scenarios/wal.yaml'), { transactions: 10_000 });
  expect(script.operations.length).toBeGreaterThan(30_000);
  expect(cpuTimeMs() - start).toBeLessThan(2_000);
});
