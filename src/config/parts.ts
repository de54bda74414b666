import {
  configFormats,
  type DefinitionFormat,
  isPage,
  isScript,
  recognise,
  scriptsOf,
} from './formats.js';
import { hereDocuments } from './heredocs.js';

/** What of a text one reader reads. */
export interface Part {
  readonly format: DefinitionFormat;
  /** As long as the whole text, with blanks for what is another part's. */
  readonly text: string;
}

/** Formats within one another: a script writes out a domain in a here-document of a page. */
const depthMax = 4;

/**
 * A script may start machines with several programs, and write out others; a page may quote all of
 * them. Nothing where no format takes the text for its own.
 */
export function partsOf(text: string, name: string, depth = 0): readonly Part[] {
  const format = recognise(text, name);
  if (format === null) return [];
  const written = hereDocuments(text, format, (body) => recognise(body, name) === format);
  if (written !== null && depth < depthMax) {
    return [{ format, text: written.documents }, ...partsOf(written.script, name, depth + 1)];
  }
  const scripts = scriptsOf(text, name);
  const isMixed = scripts.includes(format) || isPage(name) || isScript(text, name);
  const beside = hasTasks(format, text) ? [...scripts, ...documentsOf(format, text, name)] : [];
  const others = (isMixed ? scripts : beside).filter((other) => other !== format);
  return [format, ...others].map((each) => ({ format: each, text }));
}

/** Definitions of a playbook, of a module of Nix or of documents of Kubernetes, beside commands. */
function hasTasks(format: DefinitionFormat, text: string): boolean {
  return format === 'kubevirt' || (format === 'libvirt' && !/^\s*</.test(text));
}

/** Objects of Kubernetes beside one that holds a domain. */
function documentsOf(
  format: DefinitionFormat,
  text: string,
  name: string,
): readonly DefinitionFormat[] {
  const kubevirt = configFormats.find(({ id }) => id === 'kubevirt');
  return format === 'libvirt' && kubevirt?.recognises(text, name) === true ? ['kubevirt'] : [];
}

/** Formats that take the text for their own as well, where the surest finds nothing of its own in it. */
export function otherFormats(
  text: string,
  name: string,
  tried: readonly Part[],
): readonly DefinitionFormat[] {
  const known = new Set(tried.map(({ format }) => format));
  return configFormats
    .filter(({ id, recognises }) => !known.has(id) && recognises(text, name))
    .map(({ id }) => id);
}
