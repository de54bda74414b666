import { type DocNode, unknown } from '../document/node.js';
import { unknownWord, type Word } from '../shell/word.js';
import type { SyntaxNode } from '../syntax.js';
import type { Span } from '../text.js';
import { hashConstants } from './constants.js';
import { type Constants, optionsOf, type Part, partsOf } from './options.js';
import { rubyValue, spanOf, wordsOf } from './values.js';
import { rubyWord } from './word.js';

/** A setting of the provider, in the order of the file. */
export interface Setting {
  /** `disk_bus` for an assignment, `storage` for a call. */
  readonly name: string;
  /** What is assigned; null for a call. */
  readonly value: DocNode | null;
  /** Of `storage`, the first argument. */
  readonly kind: DocNode | null;
  /** Of a call. */
  readonly options: DocNode | null;
  /** Of `qemuargs`, what it adds to the command line. */
  readonly word: Word | null;
  /** Which block of the provider it stands in: each is a configuration of its own, and they are merged. */
  readonly block: number;
  readonly span: Span;
  /** What decides whether it is made, or how often; '' for nothing. */
  readonly condition: string;
}

/** A machine, or what holds for all of them. */
export interface Scope {
  readonly name: DocNode | null;
  readonly span: Span;
  readonly settings: Setting[];
  /** `config.vm.box = `, with its condition. */
  box: boolean;
  readonly condition: string;
}

/** Something that may set anything. */
export interface Hidden {
  readonly words: string;
  readonly span: Span;
}

export interface VagrantProgram {
  readonly global: Scope;
  readonly machines: readonly Scope[];
  readonly hidden: readonly Hidden[];
}

/** What a name stands for inside a block. */
type Binding = { readonly kind: 'config'; readonly scope: Scope } | LibvirtBinding;

interface LibvirtBinding {
  readonly kind: 'libvirt';
  readonly scope: Scope;
  /** Where its block begins. */
  readonly block: number;
}

interface Reading {
  readonly constants: Constants;
  readonly global: Scope;
  readonly machines: Scope[];
  readonly hidden: Hidden[];
}

/** Where a statement stands. */
interface StatementContext {
  readonly names: ReadonlyMap<string, Binding>;
  /** What decides whether it is run, or how often; '' for nothing. */
  readonly condition: string;
  readonly depth: number;
}

const depthMax = 100;

export function readProgram(root: SyntaxNode): VagrantProgram {
  const global = newScope(null, { start: 0, end: 1 }, '');
  const constants = hashConstants(root);
  const reading: Reading = { constants, global, machines: [], hidden: [] };
  walk(reading, root, { names: new Map(), condition: '', depth: 0 });
  return reading;
}

function newScope(name: DocNode | null, span: Span, condition: string): Scope {
  return { name, span, settings: [], box: false, condition };
}

/** Statements that let what is inside them happen perhaps, or many times. */
const conditional =
  /^(if|unless|case|while|until|for|if_modifier|unless_modifier|while_modifier|until_modifier|rescue_modifier|conditional|method|singleton_method|lambda|rescue)$/;

function walk(reading: Reading, node: SyntaxNode, place: StatementContext): void {
  if (place.depth > depthMax) return;
  const isDecided = conditional.test(node.type) && place.condition === '';
  const inner = {
    ...place,
    depth: place.depth + 1,
    condition: isDecided ? conditionOf(node) : place.condition,
  };
  if (node.type === 'call') return call(reading, node, inner);
  if (node.type === 'assignment') assign(node, inner);
  for (const child of node.namedChildren) walk(reading, child, inner);
}

/** `if x`, without what it decides. */
function conditionOf(node: SyntaxNode): string {
  const condition = node.childForFieldName('condition');
  if (condition === null) return (node.text.split('\n')[0] ?? '').trim();
  return `${node.type.replace('_modifier', '')} ${wordsOf(condition)}`;
}

function call(reading: Reading, node: SyntaxNode, place: StatementContext): void {
  const receiver = node.childForFieldName('receiver');
  const method = node.childForFieldName('method')?.text ?? '';
  const { global } = reading;
  if (receiver?.text === 'Vagrant' && method === 'configure') {
    return block(reading, node, place, [{ kind: 'config', scope: global }]);
  }
  const [, owner = '', isVm] = /^(\w+)(\.vm)?$/.exec(receiver?.text ?? '') ?? [];
  const binding = place.names.get(owner);
  if (binding?.kind === 'config' && isVm !== undefined) {
    if (method === 'define') return define(reading, node, place);
    if (method === 'provider') {
      const isLibvirt = argumentText(node) === 'libvirt';
      const { scope } = binding;
      const libvirt = { kind: 'libvirt', scope, block: node.startIndex } as const;
      if (isLibvirt) block(reading, node, place, [libvirt, binding]);
      return;
    }
  }
  if (binding?.kind === 'libvirt' && isVm === undefined) {
    return providerCall(reading, node, binding, place);
  }
  otherCall(reading, node, place);
}

/** Runs a call's block, the first parameters of which are known. */
function block(
  reading: Reading,
  node: SyntaxNode,
  place: StatementContext,
  bindings: readonly Binding[],
): void {
  const found = node.childForFieldName('block');
  if (found === null) return;
  const parameters = found.childForFieldName('parameters')?.namedChildren ?? [];
  const names = new Map(place.names);
  for (const [index, { text }] of parameters.entries()) {
    const binding = bindings[index];
    if (binding === undefined) names.delete(text);
    else names.set(text, binding);
  }
  for (const child of found.namedChildren) walk(reading, child, { ...place, names });
}

function define(reading: Reading, node: SyntaxNode, place: StatementContext): void {
  const [name] = argumentsOf(node);
  const span = spanOf(name ?? node);
  const scope = newScope(name === undefined ? null : rubyValue(name), span, place.condition);
  reading.machines.push(scope);
  // What decides about the machine does not decide about its settings.
  block(reading, node, { ...place, condition: '' }, [{ kind: 'config', scope }]);
}

function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.childForFieldName('arguments')?.namedChildren ?? [];
}

function argumentText(node: SyntaxNode): string {
  const [first] = argumentsOf(node);
  const value = first === undefined ? null : rubyValue(first);
  return value?.kind === 'scalar' ? value.text : '';
}

/** `libvirt.storage :file, :size => '10G'`. */
function providerCall(
  { constants }: Reading,
  node: SyntaxNode,
  { scope, block }: LibvirtBinding,
  { condition }: StatementContext,
): void {
  const name = node.childForFieldName('method')?.text ?? '';
  const all = argumentsOf(node);
  const [first] = all;
  const hasKind = name === 'storage' && first !== undefined && first.type !== 'splat_argument';
  const parts = partsOf(hasKind ? all.slice(1) : all, constants);
  const span = spanOf(node);
  scope.settings.push({
    name,
    value: null,
    kind: hasKind ? rubyValue(first) : null,
    options: optionsOf(parts, span),
    word: name === 'qemuargs' ? wordIn(parts) : null,
    block,
    span,
    condition,
  });
}

function wordIn(parts: readonly Part[]): Word | null {
  const part = parts.findLast(({ key }) => key === 'value' || key === null);
  if (part === undefined) return null;
  return part.key === null ? unknownWord(spanOf(part.node)) : rubyWord(part.node);
}

/** `libvirt.disk_bus = 'scsi'`, `config.vm.box = '...'`. */
function assign(node: SyntaxNode, { names, condition }: StatementContext): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const [, owner = '', isVm, name = ''] = /^(\w+)(\.vm)?\.(\w+)$/.exec(left?.text ?? '') ?? [];
  const binding = names.get(owner);
  if (binding === undefined || right === null) return;
  if (binding.kind === 'config' && isVm !== undefined && name === 'box') binding.scope.box = true;
  if (binding.kind !== 'libvirt' || isVm !== undefined) return;
  const value = condition === '' ? rubyValue(right) : unknown(condition, spanOf(right));
  const span = spanOf(node);
  const { scope, block } = binding;
  const call = { kind: null, options: null, word: null };
  scope.settings.push({ ...call, name, value, block, span, condition });
}

function otherCall(reading: Reading, node: SyntaxNode, place: StatementContext): void {
  const receiver = node.childForFieldName('receiver');
  const method = node.childForFieldName('method')?.text ?? '';
  const isForeign =
    receiver === null && /^(load|require_relative|eval|instance_eval)$/.test(method);
  const isHanded = argumentsOf(node).some(({ text, type }) => {
    return type === 'identifier' && place.names.has(text);
  });
  if (isForeign || isHanded) reading.hidden.push({ words: wordsOf(node), span: spanOf(node) });
  const found = node.childForFieldName('block');
  if (receiver !== null) walk(reading, receiver, place);
  for (const argument of argumentsOf(node)) walk(reading, argument, place);
  if (found === null) return;
  // A block that somebody else runs, perhaps for each of many.
  const words = receiver === null ? method : `${wordsOf(receiver)}.${method}`;
  const condition = place.condition === '' ? words : place.condition;
  for (const child of found.namedChildren) walk(reading, child, { ...place, condition });
}
