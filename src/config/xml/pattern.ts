import type { Element } from './element.js';

/** One step of a match pattern of XSLT, as far as patterns are read here. */
interface Step {
  /** An element's name, `*`, `node()`; an attribute's with `@` before it. */
  readonly test: string;
  /** Attributes that must have a value. */
  readonly needs: readonly (readonly [name: string, value: string])[];
  /** Anything may lie between the step before and this one. */
  readonly isDeep: boolean;
}

export interface Pattern {
  readonly steps: readonly Step[];
  readonly isAbsolute: boolean;
}

/** An element with those around it, the outermost first; its attribute's name, where that is meant. */
export interface ElementPath {
  readonly path: readonly Element[];
  readonly attribute: string;
}

const stepText = /(\/{0,2})(node\(\)|text\(\)|comment\(\)|@?[\w:.-]+|@?\*)((?:\[[^\]]*\])*)/y;
const need = /\[\s*@([\w:.-]+)\s*=\s*(?:'([^']*)'|"([^"]*)")\s*\]/g;

/** The alternatives of a `match`; null where one of them is more than is read here. */
export function readPatterns(match: string): readonly Pattern[] | null {
  const found = match.split('|').map((part) => readPattern(part.trim()));
  return found.every((each) => each !== null) ? found : null;
}

function readPattern(text: string): Pattern | null {
  if (text === '/') return { steps: [], isAbsolute: true };
  const steps: Step[] = [];
  let at = 0;
  while (at < text.length) {
    stepText.lastIndex = at;
    const found = stepText.exec(text);
    if (found === null || (steps.length > 0 && found[1] === '')) return null;
    const needs = [...(found[3] ?? '').matchAll(need)].map(
      (each) => [each[1] ?? '', each[2] ?? each[3] ?? ''] as const,
    );
    if ((found[3] ?? '').replaceAll(need, '') !== '') return null;
    steps.push({ test: found[2] ?? '', needs, isDeep: found[1] === '//' });
    at += found[0].length;
  }
  const [first] = steps;
  if (first === undefined) return null;
  return { steps, isAbsolute: text.startsWith('/') && !first.isDeep };
}

export function matches({ steps, isAbsolute }: Pattern, place: ElementPath): boolean {
  const last = steps.at(-1);
  if (last === undefined) return false;
  if (place.attribute !== '') {
    if (last.test !== '@*' && last.test !== `@${place.attribute}`) return false;
    const rest = steps.slice(0, -1);
    return rest.length === 0 || matchesPath(rest, isAbsolute, place.path);
  }
  return matchesPath(steps, isAbsolute, place.path);
}

function matchesPath(
  steps: readonly Step[],
  isAbsolute: boolean,
  path: readonly Element[],
): boolean {
  let depth = path.length;
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const step = steps[index];
    const next = steps[index + 1];
    if (step === undefined) return false;
    depth -= 1;
    // Between deep steps the nearest element that fits is as good as any further out.
    while (next?.isDeep === true && depth >= 0 && !fits(step, path[depth])) depth -= 1;
    if (!fits(step, path[depth])) return false;
  }
  return !isAbsolute || depth === 0;
}

function fits({ test, needs }: Step, element: Element | undefined): boolean {
  if (element === undefined) return false;
  if (test !== '*' && test !== 'node()' && test !== element.name) return false;
  return needs.every(([name, value]) => element.attributes.get(name)?.value === value);
}
