import { describe, expect, it } from 'vitest';
import type { DocNode } from '../../src/config/document/node.js';
import { readHcl } from '../../src/config/hcl/document.js';
import { limits } from '../../src/config/limits.js';
import { positionAt, sourceText } from '../../src/config/text.js';
import { loadGrammar } from '../../src/run/definitions/grammars.js';
import { secondsOfWork } from './work.js';

const parser = await loadGrammar('hcl');

const result = (text: string) => readHcl(sourceText('main.tf', text), parser);

/** A document as plain data: what is not known begins with a question mark. */
function plain(node: DocNode | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === 'list') return node.items.map(plain);
  if (node.kind === 'unknown')
    return `?${node.text}${node.values.map((value) => ` ${value}`).join('')}`;
  if (node.kind === 'scalar') return node.isNull ? null : node.text;
  const entries = node.entries.map(({ key, value }) => [key, plain(value)]);
  return {
    ...Object.fromEntries(entries),
    ...(node.labels.length > 0 ? { '@': node.labels } : {}),
  };
}

function read(text: string): unknown {
  const found = result(text);
  if ('documents' in found) return plain(found.documents[0]);
  throw new Error(found.diagnostics.map(({ message }) => message).join());
}

describe('an expression', () => {
  it.each([
    ['"x"', 'x'],
    ['"a\\"b\\u0041\\n"', 'a"bA\n'],
    ['"$${x} %%{y}"', '${x} %{y}'],
    ['-1', '-1'],
    ['1.5', '1.5'],
    ['true', 'true'],
    ['null', null],
    ['(("x"))', 'x'],
    ['"${"x"}"', 'x'],
    ['[1, "b", ]', ['1', 'b']],
    ['{ a = 1, "b" : [2] }', { a: '1', b: ['2'] }],
    ['<<EOT\na\n b\nEOT\n', 'a\n b\n'],
    ['<<-EOT\n    a\n     b\n  EOT\n', 'a\n b\n'],
    ['var.x', '?var.x'],
    ['"a${var.x}"', '?"a${var.x}"'],
    ['"${var.x}"', '?var.x'],
    ['f(1)', '?f(1)'],
    ['[for x in y : x]', '?[for x in y : x]'],
    ['1 + 1', '?1 + 1'],
    ['!true', '?!true'],
    ['var.x ? "a" : "b"', '?var.x ? "a" : "b" a b'],
    ['var.x ? "a" : var.y', '?var.x ? "a" : var.y'],
    ['var.x ? "a" : (var.y ? "b" : "a")', '?var.x ? "a" : (var.y ? "b" : "a") a b'],
  ])('%s', (text, value) => {
    expect(read(`x = ${text}\n`)).toEqual({ x: value });
  });
});

describe('locals', () => {
  const locals =
    'locals {\n  a = "x"\n  b = local.a\n  c = { d = [local.b] }\n  e = local.f\n  f = local.e\n}\n';

  it.each([
    ['local.a', 'x'],
    ['local.b', 'x'],
    ['local.c.d[0]', 'x'],
    ['local.c["d"][0]', 'x'],
    ['local.c.z', '?local.c.z'],
    ['local.e', '?local.e'],
    ['local.missing', '?local.missing'],
  ])('%s', (text, value) => {
    expect(read(`${locals}x = ${text}\n`)).toMatchObject({ x: value });
  });

  it('that double at every step are worked out once', () => {
    const doubling = Array.from(
      { length: 60 },
      (_, n) => `a${n + 1} = [local.a${n}, local.a${n}]\n`,
    );
    const text = `locals {\na0 = "x"\n${doubling.join('')}}\ny = local.a60\n`;
    const started = secondsOfWork();
    expect('documents' in result(text)).toBe(true);
    expect(secondsOfWork() - started).toBeLessThan(1);
  });
});

it('lists the blocks of a name with their labels, and what is in a dynamic one', () => {
  const text =
    'a "b" c {\n  d { e = 1 }\n  d {}\n  dynamic "d" {\n    for_each = x\n    content { e = 2 }\n  }\n}\n';
  expect(read(text)).toEqual({
    a: [{ '@': ['b', 'c'], d: [{ e: '1' }, {}, { '@': ['dynamic'], e: '2' }] }],
  });
});

it('has the place of every value, and of the head of a block', () => {
  const text = '# é 💩\nresource "a" "b" {\n  cache = "none"\n}\n';
  const found = result(text);
  const root = 'documents' in found ? found.documents[0] : undefined;
  const blocks = root?.kind === 'map' ? root.entries[0]?.value : undefined;
  const block = blocks?.kind === 'list' ? blocks.items[0] : undefined;
  const value = block?.kind === 'map' ? block.entries[0]?.value : undefined;
  const at = (node: DocNode | undefined) =>
    positionAt(sourceText('main.tf', text), node?.span ?? { start: 0, end: 0 });
  expect(at(block)).toMatchObject({ line: 2, column: 1, endColumn: 17 });
  expect(at(value)).toMatchObject({ line: 3, column: 12, endColumn: 16 });
});

describe('what is no HCL is refused with its place', () => {
  it.each([
    ['a value is missing', 'x {\n  a = \n}\n', 2],
    ['not closed', 'x {\n  a = 1\n', 3],
    ['a quote', 'x = "a\n', 2],
    ['too much', `x = "${'a'.repeat(limits.hclLength)}"\n`, 1],
  ])('%s', (_, text, line) => {
    const found = result(text);
    expect('diagnostics' in found && found.diagnostics[0]).toMatchObject({ line });
  });

  it.each([
    ['brackets', `x = ${'['.repeat(100_000)}`],
    ['templates', 'x = "${'.repeat(37_000)],
    ['directives', '%{'.repeat(130_000)],
    ['conditions', `x = ${'a ? b : '.repeat(32_000)}c\n`],
    ['blocks', 'x {\n'.repeat(50_000)],
    ['nested blocks', `${'x {\n'.repeat(5_000)}${'}\n'.repeat(5_000)}`],
  ])(
    '%s do not hold it up',
    (_, text) => {
      const started = secondsOfWork();
      result(text);
      expect(secondsOfWork() - started).toBeLessThan(4);
    },
    60_000,
  );
});
