import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Known, markOf, sourceWords, weakest } from '../../src/catalogue/known.js';
import type { Refusal } from '../../src/catalogue/refusals/refusal.js';

const folder = new URL('../../src/catalogue/', import.meta.url);

/** Tables of no facts of their own: made of the rows of others, or what somebody can do. */
const ofNoFacts: readonly string[] = [
  'dimensions',
  'guestDimensions',
  'changeRows',
  'changesOfDevices',
  'changesOfDisks',
  'changesOfGuests',
  'changesOfImages',
];

interface Table {
  readonly name: string;
  readonly rows: readonly object[];
}

function isTable(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.length > 0 && value.every((row) => typeof row === 'object');
}

async function tablesIn(file: string): Promise<readonly Table[]> {
  const exported: Readonly<Record<string, unknown>> = await import(new URL(file, folder).href);
  return Object.entries(exported).flatMap(([name, rows]) =>
    isTable(rows) && !ofNoFacts.includes(name) ? [{ name, rows }] : [],
  );
}

/** How definitions write settings is no fact about what machines do. */
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.startsWith('cures/notations/'),
);
const tables = (await Promise.all(files.map(tablesIn))).flat();

describe('every row of the catalogue says where it is known from, and how well', () => {
  it('in all the tables', () => {
    expect(tables.length).toBeGreaterThan(40);
  });

  it.each(tables)('$name', ({ rows }) => {
    const known = rows as readonly Partial<Known & Refusal>[];
    for (const row of known) {
      // Of what is not known there is nothing to say.
      if (row.isUnknown === true) continue;
      expect(row.source, JSON.stringify(row)).toMatch(/\S/);
      expect(['measured', 'read', 'inferred', 'memory'], JSON.stringify(row)).toContain(
        row.confidence,
      );
    }
  });
});

it('marks what was neither run nor read, once', () => {
  const source = 'a page';
  expect(sourceWords({ source, confidence: 'measured' })).toBe('a page');
  expect(sourceWords({ source, confidence: 'read' })).toBe('a page');
  expect(sourceWords({ source, confidence: 'inferred' })).toBe('a page; inferred');
  expect(sourceWords({ source, confidence: 'memory' })).toBe('a page; from memory');
  const said = 'all of it from memory';
  expect(sourceWords({ source: said, confidence: 'memory' })).toBe(said);
  expect(markOf('measured')).toBe('');
});

it('knows no chain better than its weakest link', () => {
  expect(weakest(['measured', 'memory', 'read'])).toBe('memory');
  expect(weakest(['measured', 'inferred'])).toBe('inferred');
  expect(weakest(['read', 'measured'])).toBe('read');
});
