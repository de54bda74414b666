import type { Span } from './text.js';

/** A choice of a template, as `{% if x %}` to `{% endif %}`: one of its branches is there. */
export interface TemplateCondition {
  /** As it is written: `if x`. */
  readonly text: string;
  readonly span: Span;
  /** What stands between its statements; the last is empty where there is no `else`. */
  readonly branches: readonly Span[];
}

export interface Statements {
  readonly conditions: readonly TemplateCondition[];
  /** What stands in them is made any number of times. */
  readonly loops: readonly TemplateCondition[];
  /** All statements of both. */
  readonly marks: readonly Span[];
  /** A statement without its other half. */
  readonly unpaired: Span | null;
  /** A statement that makes one line of two. */
  readonly joining: Span | null;
  /** Nothing in it gives a name another value, so that the same words mean the same. */
  readonly isSteady: boolean;
}

/** Statements of Jinja and Liquid, of ERB, of Go and of Terraform. */
const statement =
  /\{%([^%\n]{1,400})%\}|<%(?![=#])([^%\n]{1,400})%>|\{\{(-?[ \t]*(?:if|else|end|with|range|define|block)\b[^{}\n]{0,400})\}\}|%\{(~?[ \t]*(?:if|else|endif|for|endfor)\b[^{}\n]{0,400})\}/g;
const opensChoice = /^(if|unless|case|with)\b/;
const opensLoop = /^(for|while|until|range|define|block|macro|call)\b|(\bdo|\{)(\s*\|[^|]*\|)?$/;
const divides = /^(else|elif|elsif|when)\b/;
const closes = /^(end(if|unless|case|for|with|block|macro|call)?([ \t]+\w+)?|\})$/;
const sets =
  /\{%[-+]?\s*(set|assign|capture)\b|\{\{-?\s*\$\w*\s*:?=|<%-?\s*[@$]?\w+\s*(\|\|)?=[^=~]/;

interface Open {
  readonly text: string;
  readonly start: number;
  readonly isLoop: boolean;
  /** It takes the end of the line before it away. */
  readonly isAfterLine: boolean;
  readonly branches: Span[];
  readonly marks: Span[];
  from: number;
  hasElse: boolean;
}

/** What a template's statements decide. One that is a part of a word is left where it stands. */
export function statementsOf(text: string): Statements {
  const conditions: TemplateCondition[] = [];
  const loops: TemplateCondition[] = [];
  const marks: Span[] = [];
  const open: Open[] = [];
  let unpaired: Span | null = null;
  let joining: Span | null = null;
  for (const { 0: whole, index, ...inside } of text.matchAll(statement)) {
    const words = (inside[1] ?? inside[2] ?? inside[3] ?? inside[4] ?? '')
      .replaceAll(/^[-+~]|[-+~]$/g, '')
      .trim();
    const span = { start: index, end: index + whole.length };
    const last = open.at(-1);
    const isAfterLine = takesLineBefore(text, span, whole);
    const isOpening = opensChoice.test(words) || opensLoop.test(words);
    const joins = isAfterLine && !divides.test(words);
    if ((joins || (!isOpening && last?.isAfterLine === true)) && goesOn(text, span, whole))
      joining ??= span;
    if (isOpening) open.push({ ...opened(words, span), isAfterLine });
    else if (divides.test(words)) divide(last, words, span);
    else if (closes.test(words)) {
      if (last === undefined) unpaired ??= span;
      else {
        open.pop();
        const found = closed(last, span);
        if (isPartOfWord(text, found.span)) continue;
        marks.push(...last.marks, span);
        (last.isLoop ? loops : conditions).push(found);
      }
    }
  }
  return {
    conditions,
    loops,
    marks,
    unpaired: open[0]?.marks[0] ?? unpaired,
    joining,
    isSteady: !sets.test(text),
  };
}

function opened(text: string, span: Span): Omit<Open, 'isAfterLine'> {
  const isLoop = !opensChoice.test(text);
  const { start, end } = span;
  return { text, start, isLoop, branches: [], marks: [span], from: end, hasElse: false };
}

function divide(last: Open | undefined, words: string, span: Span): void {
  if (last === undefined) return;
  last.branches.push({ start: last.from, end: span.start });
  last.marks.push(span);
  last.from = span.end;
  last.hasElse ||= words.startsWith('else');
}

function closed(last: Open, { start, end }: Span): TemplateCondition {
  const branches = [...last.branches, { start: last.from, end: start }];
  const none = last.hasElse || last.isLoop ? [] : [{ start, end: start }];
  return {
    text: last.text,
    span: { start: last.start, end },
    branches: [...branches, ...none],
  };
}

/** `{%- if x %}`, alone in its line so far, takes the end of the line before it away. */
function takesLineBefore(text: string, { start }: Span, statement: string): boolean {
  const line = text.lastIndexOf('\n', start - 1);
  const isFirst =
    line !== -1 && /^[ \t]*$/.test(text.slice(Math.max(line + 1, start - 400), start));
  return isFirst && /^(\{%|\{\{|%\{)[-~]/.test(statement);
}

/** What stands behind it is in its own line, or comes to it as in `{% if x -%}`. */
function goesOn(text: string, { end }: Span, statement: string): boolean {
  const after = text.slice(end, end + 400);
  const isTrimmed = /[-~](%\}|\}\}|\})$/.test(statement);
  return /^[ \t]*[^\s<{%]/.test(isTrimmed ? after.trimStart() : after);
}

/** `cache={% if x %}none{% endif %}`: the readers know such a word as one that is filled in. */
function isPartOfWord(text: string, { start, end }: Span): boolean {
  return /[^\s>]/.test(text[start - 1] ?? '') || !/^(\s|$|\/?>)/.test(text.slice(end, end + 2));
}
