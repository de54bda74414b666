import { givenText, type View } from '../document/view.js';
import { given, own } from '../libvirt/synthetic.js';
import type { SourceText, Span } from '../text.js';
import type { Attribute } from '../xml/element.js';
import type { Setting } from './program.js';

/** What holds for one machine: the settings of all, then its own. */
export interface Provider {
  readonly source: SourceText;
  readonly span: Span;
  readonly settings: readonly Setting[];
  readonly hasBox: boolean;
}

/** The last setting of a name. */
export function setting({ source, settings, span }: Provider, name: string): View {
  const value =
    settings.findLast((each) => each.name === name && each.value !== null)?.value ?? null;
  return { source, node: value, span: value?.span ?? span };
}

export function text(provider: Provider, name: string): string {
  const fact = givenText(setting(provider, name));
  return fact?.known === true ? fact.value : '';
}

export function or(provider: Provider, name: string, fallback: string): Attribute {
  return given(setting(provider, name)) ?? own(fallback, provider.span);
}
