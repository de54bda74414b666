import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSite } from '../../../src/config/site/read.js';
import { sourceText } from '../../../src/config/text.js';

const base = readFileSync('examples/site/blkcheck.config.yaml', 'utf8');

const piece = fc.oneof(
  fc.constantFrom(
    ...['{', '}', '[', ']', ': ', '- ', '&a ', '*a', '<<: *a', '"', "'", '\n', '\t', '#', '---\n'],
    ...['null', '~', '1e9', '0x10', '__proto__: 1', '!!binary x', '? ', '|', '>', '%', '\0', '**'],
  ),
  fc.string({ maxLength: 6, unit: 'binary' }),
);

const edit = fc.record({
  at: fc.nat(base.length),
  cut: fc.nat(40),
  text: fc.oneof(piece, fc.constant('')),
});

const mutant = fc
  .array(edit, { minLength: 1, maxLength: 5 })
  .map((edits) =>
    edits.reduce(
      (text, { at, cut, text: added }) => text.slice(0, at) + added + text.slice(at + cut),
      base,
    ),
  );

it('is right itself', () => expect(readSite(sourceText('x', base))).toHaveProperty('site'));

it('whatever somebody makes of it is read, or refused with a place', () => {
  fc.assert(
    fc.property(mutant, (text) => {
      const lines = text.split('\n').length;
      const result = readSite(sourceText('x', text));
      if ('site' in result) return;
      const misplaced = result.diagnostics.filter(
        ({ line, column, message }) => message === '' || line < 1 || line > lines || column < 1,
      );
      expect([result.diagnostics.length > 0, misplaced]).toEqual([true, []]);
    }),
    { numRuns: 500 },
  );
}, 120_000);

it('says the same as YAML and as JSON', () => {
  const kind = fc.constantFrom('wce-honest', 'plp', 'bbu');
  const filesystem = fc.constantFrom('ext4', 'xfs', 'zfs');
  const layers = fc.array(fc.constantFrom('lvm', 'dm-crypt', 'loop', 'bcache'), { maxLength: 3 });
  const file = fc.record({
    default: fc.record({ disk: fc.record({ kind }), host: fc.record({ filesystem, layers }) }),
    disks: fc.array(
      fc.record({
        match: fc.record({ disk: fc.stringMatching(/^[a-z*?/"' -]{1,8}$/) }),
        disposable: fc.stringMatching(/^[a-z:#"'{}-]{1,9}$/),
      }),
      { maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(file, (written) => {
      const json = readSite(sourceText('x', JSON.stringify(written)));
      const yaml = readSite(sourceText('x', `# as YAML\n${JSON.stringify(written, null, 2)}`));
      if (!('site' in json && 'site' in yaml)) throw new Error('not read');
      expect(json.site.file).toEqual(written);
      expect(yaml.site.file).toEqual(written);
    }),
    { numRuns: 200 },
  );
}, 120_000);
