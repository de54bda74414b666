import type { Attribute, Element } from './element.js';
import { attributeText, childrenOf } from './element.js';
import { type ElementPath, matches, type Pattern, readPatterns } from './pattern.js';

/** A stylesheet that copies what it is given but for what it changes; nothing else is read. */
export interface Stylesheet {
  readonly prefix: string;
  readonly templates: readonly Template[];
  /** Names of namespaces, as the stylesheet's root declares them. */
  readonly namespaces: ReadonlyMap<string, Attribute>;
}

interface Template {
  readonly patterns: readonly Pattern[];
  readonly body: readonly Element[];
  readonly text: string;
  readonly priority: number;
}

const xslt = 'http://www.w3.org/1999/XSL/Transform';
const stepsMax = 20_000;

/** Ends a transformation that is more than is read here; never leaves this file. */
class Unreadable extends Error {}

/** null for what is no stylesheet, or has patterns that are not read here. */
export function readStylesheet(root: Element): Stylesheet | null {
  const declared = [...root.attributes].filter(([name]) => name.startsWith('xmlns:'));
  const prefix = declared.find(([, { value }]) => value === xslt)?.[0].slice('xmlns:'.length);
  if (prefix === undefined || !/^[\w.-]+:(stylesheet|transform)$/.test(root.name)) return null;
  const templates: Template[] = [];
  for (const element of root.children) {
    if (element.name !== `${prefix}:template`) {
      if (/:(output|strip-space|preserve-space)$/.test(element.name)) continue;
      return null;
    }
    const patterns = readPatterns(attributeText(element, 'match'));
    if (patterns === null) return null;
    for (const pattern of patterns) {
      const body = element.children;
      const priority = Number(attributeText(element, 'priority')) || defaultPriority(pattern);
      templates.push({ patterns: [pattern], body, text: element.text, priority });
    }
  }
  const namespaces = declared.filter(([name]) => name !== `xmlns:${prefix}`);
  return { prefix, templates, namespaces: new Map(namespaces) };
}

/** XSLT 1.0, 5.5: a bare name counts more than `*`, and whatever has steps or conditions most. */
function defaultPriority({ steps, isAbsolute }: Pattern): number {
  const [only, ...others] = steps;
  if (only === undefined || others.length > 0 || isAbsolute || only.needs.length > 0) return 0.5;
  return /^(@?\*|node\(\))$/.test(only.test) ? -0.5 : 0;
}

interface Run {
  readonly sheet: Stylesheet;
  steps: number;
}

/** What a body makes: attributes and elements, and text. */
interface Output {
  readonly attributes: Map<string, Attribute>;
  readonly children: Element[];
  text: string;
}

/** The document that a stylesheet makes of one; null where that cannot be told here. */
export function transformed(sheet: Stylesheet, root: Element): Element | null {
  const run: Run = { sheet, steps: 0 };
  try {
    const made = applied(run, { path: [root], attribute: '' });
    const [only, ...others] = made.children;
    return only !== undefined && others.length === 0 ? only : null;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

const output = (): Output => ({ attributes: new Map(), children: [], text: '' });

function add(to: Output, from: Output): void {
  for (const [name, attribute] of from.attributes) to.attributes.set(name, attribute);
  to.children.push(...from.children);
  to.text += from.text;
}

function applied(run: Run, place: ElementPath): Output {
  run.steps += 1;
  if (run.steps > stepsMax) throw new Unreadable();
  let best: Template | null = null;
  for (const template of run.sheet.templates) {
    if (!template.patterns.some((pattern) => matches(pattern, place))) continue;
    if (best === null || template.priority >= best.priority) best = template;
  }
  // Without a rule an element is dropped and its text kept: nobody means that.
  if (best === null) throw new Unreadable();
  return evaluated(run, best.body, best.text, place);
}

function evaluated(run: Run, body: readonly Element[], text: string, place: ElementPath): Output {
  const made = output();
  made.text += text;
  for (const instruction of body) add(made, instructed(run, instruction, place));
  return made;
}

function instructed(run: Run, instruction: Element, place: ElementPath): Output {
  const { prefix } = run.sheet;
  const { name } = instruction;
  if (!name.startsWith(`${prefix}:`)) return literal(run, instruction, place);
  switch (name.slice(prefix.length + 1)) {
    case 'copy':
      return copied(run, instruction, place);
    case 'copy-of':
      return copiedWhole(instruction, place);
    case 'apply-templates':
      return appliedInside(run, instruction, place);
    case 'attribute':
      return attributeOf(run, instruction);
    case 'element':
      return elementOf(run, attributeText(instruction, 'name'), instruction, place);
    case 'text':
      return { ...output(), text: instruction.text };
    case 'comment':
      return output();
    default:
      throw new Unreadable();
  }
}

function current({ path }: ElementPath): Element {
  const element = path.at(-1);
  if (element === undefined) throw new Unreadable();
  return element;
}

function copied(run: Run, instruction: Element, place: ElementPath): Output {
  const element = current(place);
  const made = output();
  if (place.attribute !== '') {
    const attribute = element.attributes.get(place.attribute);
    if (attribute !== undefined) made.attributes.set(place.attribute, attribute);
    return made;
  }
  const { attributes, children, text } = evaluated(
    run,
    instruction.children,
    instruction.text,
    place,
  );
  made.children.push({ ...element, attributes, children, text: element.text || text });
  return made;
}

function copiedWhole(instruction: Element, place: ElementPath): Output {
  const element = current(place);
  const select = attributeText(instruction, 'select').replaceAll(/\s/g, '');
  const made = output();
  if (select === '.') made.children.push(element);
  else if (/^(@\*\|node\(\)|node\(\)\|@\*|@\*)$/.test(select)) {
    for (const [name, attribute] of element.attributes) made.attributes.set(name, attribute);
    if (select !== '@*') made.children.push(...element.children);
  } else if (select === 'node()' || select === '*') made.children.push(...element.children);
  else throw new Unreadable();
  return made;
}

function appliedInside(run: Run, instruction: Element, place: ElementPath): Output {
  const element = current(place);
  const select = attributeText(instruction, 'select').replaceAll(/\s/g, '') || 'node()';
  const parts = select.split('|');
  if (instruction.children.length > 0 || !parts.every((part) => selectable.has(part))) {
    throw new Unreadable();
  }
  const made = output();
  if (place.attribute !== '') return made;
  if (parts.includes('@*')) {
    for (const attribute of element.attributes.keys()) {
      add(made, applied(run, { path: place.path, attribute }));
    }
  }
  if (!parts.some((part) => part !== '@*')) return made;
  for (const child of element.children) {
    add(made, applied(run, { path: [...place.path, child], attribute: '' }));
  }
  return made;
}

const selectable: ReadonlySet<string> = new Set(['@*', 'node()', '*', 'text()']);

function attributeOf(run: Run, instruction: Element): Output {
  const { prefix } = run.sheet;
  const values = childrenOf(instruction, `${prefix}:value-of`).map((element) => {
    const literalText = /^(?:'([^']*)'|"([^"]*)")$/.exec(attributeText(element, 'select'));
    if (literalText === null) throw new Unreadable();
    return literalText[1] ?? literalText[2] ?? '';
  });
  const texts = childrenOf(instruction, `${prefix}:text`).map(({ text }) => text);
  if (values.length + texts.length < instruction.children.length) throw new Unreadable();
  const value = [instruction.text.trim(), ...texts, ...values].join('');
  const span = instruction.text === '' ? instruction.span : instruction.textSpan;
  const made = output();
  made.attributes.set(attributeText(instruction, 'name'), { value, span });
  return made;
}

function elementOf(run: Run, name: string, instruction: Element, place: ElementPath): Output {
  if (name === '' || name.includes('{')) throw new Unreadable();
  const { attributes, children, text } = evaluated(
    run,
    instruction.children,
    instruction.text,
    place,
  );
  const { span, textSpan } = instruction;
  const made = output();
  made.children.push({ name, attributes, children, text, textSpan, span });
  return made;
}

/** An element of the result as it stands there, with the namespace of its name. */
function literal(run: Run, instruction: Element, place: ElementPath): Output {
  const own = [...instruction.attributes];
  if (own.some(([, { value }]) => value.includes('{'))) throw new Unreadable();
  const made = elementOf(run, instruction.name, instruction, place);
  const [element] = made.children;
  if (element === undefined) return made;
  const space = `xmlns:${instruction.name.split(':')[0] ?? ''}`;
  const declared = run.sheet.namespaces.get(space);
  const attributes = new Map([
    ...(declared === undefined ? [] : [[space, declared] as const]),
    ...own,
    ...element.attributes,
  ]);
  return { ...made, children: [{ ...element, attributes }] };
}
