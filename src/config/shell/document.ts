import type { DocNode, ListNode } from '../document/node.js';
import { readYaml } from '../document/yaml.js';
import { blank, type SourceText, type Span } from '../text.js';
import { type Excerpts, scriptsIn } from './excerpts.js';
import type { Command } from './reading.js';
import { droppedMark, plainWord, type Word } from './word.js';

/** What a document of YAML or JSON has for a shell, and for programs that are given a list. */
export interface CommandDocument extends Excerpts {
  /** Lists whose first element is a program. */
  readonly lists: readonly Command[];
}

type Scalar = Extract<DocNode, { readonly kind: 'scalar' }>;

/**
 * Keys, comments and values that are prose have quotation marks that close nothing. null where the text is no
 * document.
 *
 * @param isProgram - whether a word is the program that is looked for
 */
export function commandDocument(
  source: SourceText,
  isProgram: (word: string) => boolean,
): CommandDocument | null {
  const read = readYaml(source);
  if (!('documents' in read) || read.documents.length === 0) return null;
  if (read.documents.some(({ kind }) => kind === 'scalar' || kind === 'unknown')) return null;
  const lists: Command[] = [];
  const scalars = new Map<number, Scalar>();
  for (const document of read.documents) gather(source, document, { isProgram, lists, scalars });
  const spans = [...scalars.values()].map(({ span }) => span);
  spans.sort((one, other) => one.start - other.start);
  return { ...scriptsIn(source.text, spans, unfolded), lists };
}

interface Gathering {
  readonly isProgram: (word: string) => boolean;
  readonly lists: Command[];
  readonly scalars: Map<number, Scalar>;
}

function gather(source: SourceText, node: DocNode, into: Gathering): void {
  if (node.kind === 'scalar' && !node.isNull) into.scalars.set(node.span.start, node);
  else if (node.kind === 'map') for (const { value } of node.entries) gather(source, value, into);
  else if (node.kind === 'list') {
    const words = wordsOf(source, node);
    // `sudo qm`, `env X=1 qm`: what starts it is a word as well.
    if (words?.slice(0, startersMax).some(({ text }) => into.isProgram(text))) {
      into.lists.push({ words, start: words[0]?.start ?? 0, isChained: false });
    } else for (const item of node.items) gather(source, item, into);
  }
}

const startersMax = 4;

function wordsOf({ text }: SourceText, { items }: ListNode): readonly Word[] | null {
  const words = items.map((item): Word | null => {
    if (item.kind !== 'scalar') return null;
    const { start, end } = item.span;
    const isAsWritten = text.slice(start, end) === item.text;
    return isAsWritten ? plainWord(item.text, start) : { text: item.text, pieces: [], start, end };
  });
  return words.every((word) => word !== null) ? words : null;
}

const header = /^[|>][^\n]*/;

function unfolded(text: string, { start, end }: Span): string {
  const raw = text.slice(start, end);
  if (text[start - 1] === '"') return oneLine(raw.replaceAll(escaped, meaningOf));
  if (text[start - 1] === "'") return oneLine(raw.replaceAll("''", `${droppedMark}'`));
  const head = header.exec(raw)?.[0] ?? '';
  if (head === '') return oneLine(raw);
  const body = raw.slice(head.length);
  return blank(head) + (head.startsWith('>') ? folded(body) : body);
}

const escaped = /\\(?:\r?\n[ \t]*|[\s\S])/g;

function meaningOf(found: string): string {
  const [, second = ''] = found;
  const meaning = second === 'n' ? '\n' : second === 't' ? '\t' : second;
  if (/\s/.test(second)) return droppedMark.repeat(found.length);
  return droppedMark + meaning;
}

const oneLine = (raw: string): string => raw.replaceAll(/\r?\n(?=[ \t]*\S)/g, blankOf);

/** Lines of one indentation are one; those that stand deeper keep their ends. */
function folded(body: string): string {
  const indent = /\n([ \t]*)\S/.exec(body)?.[1] ?? '';
  const next = new RegExp(`(?<=\\S[ \\t]*)\\r?\\n(?=${indent}\\S)`, 'g');
  return body.replaceAll(next, blankOf);
}

const blankOf = (end: string): string => ' '.repeat(end.length);
