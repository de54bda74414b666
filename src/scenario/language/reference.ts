import type { Reference } from '../scenario.js';
import type { Path } from './located.js';
import { formula, type Reading, report } from './reading.js';
import { narrowed, type Span } from './source.js';
import { didYouMean, quoted } from './suggest.js';

const referencePattern = /^\s*([A-Za-z_][\w-]*)\s*(?:\[(.*)\]\s*)?$/s;

function fromText(
  reading: Reading,
  text: string,
  span: Span,
  scope: readonly string[],
): Reference | null {
  const match = referencePattern.exec(text);
  const region = match?.[1];
  if (match === null || region === undefined) {
    report(reading, span, `${quoted(text)} is not a region`, 'as in `log` or `log[t]`');
    return null;
  }
  if (!reading.regionNames.includes(region)) {
    const at = narrowed(span, text, text.indexOf(region), region.length);
    const help = didYouMean(region, reading.regionNames);
    report(reading, at, `no region is named \`${region}\``, help);
  }
  const inside = match[2];
  if (inside === undefined) return { region, index: null, span };
  const at = narrowed(span, text, text.indexOf('[') + 1, inside.length);
  return { region, index: formula(reading, inside, at, scope), span };
}

/** Reads `region[index]`; null, and a report, where the text is none. */
export function reference(
  reading: Reading,
  text: string,
  path: Path,
  scope: readonly string[],
): Reference | null {
  return fromText(reading, text, reading.located.span(path), scope);
}

/** One reference or a list of them; `all` stands for every region. */
export function references(
  reading: Reading,
  value: unknown,
  path: Path,
  scope: readonly string[],
): Reference[] {
  const texts = Array.isArray(value) ? value : [value];
  return texts.flatMap((text: unknown, index) => {
    const at = Array.isArray(value) ? [...path, index] : path;
    if (text === 'all') {
      const span = reading.located.span(at);
      return reading.regionNames.map((region) => ({ region, index: null, span }));
    }
    return reference(reading, String(text), at, scope) ?? [];
  });
}
