import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderJson } from '../../../src/report/run/json.js';
import { aFinding, aResult, aRow } from '../fixtures.js';
import { wildText } from '../hostile.js';
import { result2009 } from '../result-2009.js';

const schemaFile = new URL('../../../schemas/result.schema.json', import.meta.url);
const validate = new Ajv({ strict: true }).compile(JSON.parse(readFileSync(schemaFile, 'utf8')));

function expectValid(text: string): void {
  validate(JSON.parse(text));
  expect(validate.errors ?? []).toEqual([]);
}

it('prints what its schema says', () => {
  const finding = aFinding();
  const bugs = [{ scenario: 'trusts-atomicity', control: 'strictest', finding }] as const;
  const { summary } = result2009();
  expectValid(renderJson(result2009({ summary: { ...summary, workloadBugs: bugs } })));
  expectValid(renderJson(aResult([])));
});

it('has the keys of the documented format, in their order', () => {
  const report = JSON.parse(renderJson(result2009()));
  expect(Object.keys(report)).toEqual([
    'schemaVersion',
    'blkcheckVersion',
    'fastCheckVersion',
    'seed',
    'profile',
    'interrupted',
    'assumptions',
    'notApplicable',
    'notRun',
    'summary',
    'cells',
    'results',
  ]);
  expect(report.results[0].configuration).toEqual({
    frontend: 'ide',
    cache: 'writethrough',
    writeback: false,
    direct: false,
    noFlush: false,
    qemu: '0.11',
    machine: 'newest',
    dpofua: 'auto',
    configWce: 'on',
    queueDepth: 'device',
    aio: 'threads',
    werror: 'enospc',
    format: 'raw',
    guestKernel: '2.6.31',
    guestWriteCache: 'device',
    allocation: 'full',
    host: 'file',
    hostNotes: { 'ext3-no-barrier': true, 'block-node-no-flush': true, 'odirect-no-flush': false },
    disk: 'wce-honest',
    atomicBytes: 512,
    mount: 'barrier',
    fsyncError: 'stops',
    elevator: 'cfq',
    patches: [],
  });
});

it('does not depend on the order in which an object was made', () => {
  const row = aRow();
  const turned = Object.fromEntries(Object.entries(row).reverse()) as unknown as typeof row;
  expect(renderJson(aResult([turned]))).toBe(renderJson(aResult([row])));
});

it('ends with one line end', () => {
  expect(renderJson(result2009())).toMatch(/[^\n]\n$/u);
});

it('keeps any text, and shows a terminal none that it would obey', () => {
  fc.assert(
    fc.property(wildText, (effect) => {
      const text = renderJson(aResult([aRow({ findings: [aFinding('lost', { effect })] })]));
      expect(text).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(JSON.parse(text).results[0].findings[0].effect).toBe(effect);
    }),
  );
});
