import type { Span } from '../text.js';

/** A value of a document. YAML, JSON and HCL are all read to these. */
export type DocNode = ScalarNode | UnknownNode | ListNode | MapNode;

interface ScalarNode {
  readonly kind: 'scalar';
  /** A text, number or truth value as it is written, without quotes; '' for null. */
  readonly text: string;
  readonly isNull: boolean;
  readonly span: Span;
}

/** Words in place of a value that only a run could resolve. */
interface UnknownNode {
  readonly kind: 'unknown';
  readonly text: string;
  /** What it may be; empty for anything. */
  readonly values: readonly string[];
  readonly span: Span;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly DocNode[];
  readonly span: Span;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  /** What stands between the name of a block and its brace: `resource "type" "name" {`. */
  readonly labels: readonly string[];
  readonly span: Span;
}

export interface Entry {
  readonly key: string;
  readonly value: DocNode;
  /** Where the key stands, in formats whose mistakes are those of keys too. */
  readonly keySpan?: Span;
}

/** The label of a block that is made any number of times. */
export const dynamic = 'dynamic';

export function scalar(text: string, span: Span): DocNode {
  return { kind: 'scalar', text, isNull: false, span };
}

export function unknown(text: string, span: Span, values: readonly string[] = []): DocNode {
  return { kind: 'unknown', text, values, span };
}

export function map(entries: readonly Entry[], span: Span, labels: readonly string[] = []) {
  return { kind: 'map', entries, labels, span } as const satisfies MapNode;
}

export function list(items: readonly DocNode[], span: Span): ListNode {
  return { kind: 'list', items, span };
}
