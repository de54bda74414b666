import { describe, expect, it } from 'vitest';
import { formatDiagnostics } from '../../src/cli/print-error.js';
import type { Diagnostic } from '../../src/model/diagnostic.js';

const plain: Diagnostic = {
  file: '',
  line: 0,
  column: 0,
  endColumn: 0,
  message: 'unknown disk `x`',
  help: '',
  sourceLine: '',
};

const placed: Diagnostic = {
  ...plain,
  file: 'my.yaml',
  line: 14,
  column: 12,
  endColumn: 15,
  message: 'there is no region `lgo`',
  help: 'did you mean `log`?',
  sourceLine: '  - write: lgo[0]',
};

describe('a mistake', () => {
  it('may have no place', () => {
    expect(formatDiagnostics([plain])).toBe('error: unknown disk `x`\n');
  });

  it('is shown in its line', () => {
    expect(formatDiagnostics([placed])).toBe(
      [
        'error: there is no region `lgo`',
        '  --> my.yaml:14:12',
        '   |',
        '14 |   - write: lgo[0]',
        '   |            ^^^',
        '   = help: did you mean `log`?',
        '',
      ].join('\n'),
    );
  });

  it('shares its place with others there, which is shown once', () => {
    const other = { ...placed, message: 'there is no step `wrte`', help: 'did you mean `write`?' };
    const elsewhere = { ...placed, column: 5, endColumn: 10, message: 'another' };
    expect(formatDiagnostics([placed, other, elsewhere, placed])).toBe(
      [
        'error: there is no region `lgo`',
        'error: there is no step `wrte`',
        '  --> my.yaml:14:12',
        '   |',
        '14 |   - write: lgo[0]',
        '   |            ^^^',
        '   = help: did you mean `log`?',
        '   = help: did you mean `write`?',
        'error: another',
        '  --> my.yaml:14:5',
        '   |',
        '14 |   - write: lgo[0]',
        '   |     ^^^^^',
        '   = help: did you mean `log`?',
        '',
      ].join('\n'),
    );
  });

  it('is on the screen however long its line is', () => {
    const sourceLine = `${'x'.repeat(100_000)}here${'y'.repeat(100_000)}`;
    const text = formatDiagnostics([
      { ...placed, column: 100_001, endColumn: 100_005, sourceLine },
    ]);
    const lines = text.split('\n');
    const marked = lines.findIndex((line) => line.includes('^^^^'));
    const column = lines[marked]?.indexOf('^') ?? 0;
    expect(lines[marked - 1]?.slice(column, column + 4)).toBe('here');
    for (const line of lines) expect(line.length).toBeLessThan(120);
  });

  it('sends nothing to the terminal that it would obey', () => {
    const evil = '\u001b[2Jx\u0007';
    const text = formatDiagnostics([
      { ...placed, file: evil, message: evil, help: evil, sourceLine: `${evil}\tlgo` },
    ]);
    expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it('is one of many, the rest counted', () => {
    const text = formatDiagnostics(Array.from({ length: 50 }, () => plain));
    expect(text.split('\n')).toHaveLength(22);
    expect(text).toContain('and 30 more');
  });
});
