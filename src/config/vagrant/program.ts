import { type DocNode, unknown } from '../document/node.js';
import type { SyntaxNode } from '../syntax.js';
import type { Span } from '../text.js';
import { hashOf, rubyValue, spanOf, wordsOf } from './values.js';

/** A setting of the provider, in the order of the file. */
export interface Setting {
  /** `disk_bus` for an assignment, `storage` for a call. */
  readonly name: string;
  /** What is assigned; null for a call. */
  readonly value: DocNode | null;
  /** Of a call, the nodes are gone when the tree is: their values. */
  readonly options: readonly DocNode[];
  readonly pairs: DocNode | null;
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

export interface Program {
  readonly global: Scope;
  readonly machines: readonly Scope[];
  readonly hidden: readonly Hidden[];
}

/** What a name stands for inside a block. */
type Binding =
  | { readonly kind: 'config'; readonly scope: Scope }
  | { readonly kind: 'libvirt'; readonly scope: Scope };

interface Reading {
  readonly global: Scope;
  readonly machines: Scope[];
  readonly hidden: Hidden[];
}

/** Where a statement stands. */
interface Place {
  readonly names: ReadonlyMap<string, Binding>;
  /** What decides whether it is run, or how often; '' for nothing. */
  readonly condition: string;
  readonly depth: number;
}

const depthMax = 100;

export function readProgram(root: SyntaxNode): Program {
  const global = newScope(null, { start: 0, end: 1 }, '');
  const reading: Reading = { global, machines: [], hidden: [] };
  walk(reading, root, { names: new Map(), condition: '', depth: 0 });
  return reading;
}

function newScope(name: DocNode | null, span: Span, condition: string): Scope {
  return { name, span, settings: [], box: false, condition };
}

/** Statements that let what is inside them happen perhaps, or many times. */
const conditional =
  /^(if|unless|case|while|until|for|if_modifier|unless_modifier|while_modifier|until_modifier|rescue_modifier|conditional|method|singleton_method|lambda|rescue)$/;

function walk(reading: Reading, node: SyntaxNode, place: Place): void {
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

function call(reading: Reading, node: SyntaxNode, place: Place): void {
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
      if (isLibvirt) block(reading, node, place, [{ kind: 'libvirt', scope }, binding]);
      return;
    }
  }
  if (binding?.kind === 'libvirt' && isVm === undefined) {
    return providerCall(node, method, binding.scope, place);
  }
  otherCall(reading, node, place);
}

/** Runs a call's block, the first parameters of which are known. */
function block(
  reading: Reading,
  node: SyntaxNode,
  place: Place,
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

function define(reading: Reading, node: SyntaxNode, place: Place): void {
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
function providerCall(node: SyntaxNode, name: string, scope: Scope, place: Place): void {
  const found = argumentsOf(node);
  const pairs = found.filter(({ type }) => type === 'pair');
  const [hash] = found.filter(({ type }) => type === 'hash');
  const span = spanOf(node);
  scope.settings.push({
    name,
    value: null,
    options: found.filter(({ type }) => type !== 'pair').map((each) => rubyValue(each)),
    pairs: hash === undefined ? hashOf(pairs, span) : rubyValue(hash),
    span,
    condition: place.condition,
  });
}

/** `libvirt.disk_bus = 'scsi'`, `config.vm.box = '...'`. */
function assign(node: SyntaxNode, { names, condition }: Place): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const [, owner = '', isVm, name = ''] = /^(\w+)(\.vm)?\.(\w+)$/.exec(left?.text ?? '') ?? [];
  const binding = names.get(owner);
  if (binding === undefined || right === null) return;
  if (binding.kind === 'config' && isVm !== undefined && name === 'box') binding.scope.box = true;
  if (binding.kind !== 'libvirt' || isVm !== undefined) return;
  const value = condition === '' ? rubyValue(right) : unknown(condition, spanOf(right));
  const span = spanOf(node);
  binding.scope.settings.push({ name, value, options: [], pairs: null, span, condition });
}

function otherCall(reading: Reading, node: SyntaxNode, place: Place): void {
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
