import type { Diagnostic } from '../../model/diagnostic.js';
import type { ConfigNote } from '../../model/vm-disk.js';
import { nested } from '../document/nested.js';
import { at, isThere, items, positionOf, textOf, type View, viewOf } from '../document/view.js';
import { readYaml } from '../document/yaml.js';
import { openNote } from '../draft.js';
import { isPage, recognise } from '../formats.js';
import { limits } from '../limits.js';
import { foreign, type ReadContext, type ReadResult } from '../reader.js';
import { diagnosticAt, type SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import { type Claim, claimsOf } from './claims.js';
import { isMachine, readMachine } from './machine.js';
import { type PageRead, readBlocks } from './page.js';
import { isPreference, type Preferences, readPreferences, withBeside } from './preference.js';

/** KubeVirt's machines in YAML or JSON, preferences of the same input applied. */
export function readKubevirt(source: SourceText, context: ReadContext): ReadResult {
  const found = readDocuments(source);
  if ('diagnostics' in found) return found;
  const documents = found.documents.flatMap(objectsOf);
  const machines = documents.filter(isMachine);
  if (machines.length === 0 && !documents.some(isPreference)) return nothing(source, found);
  const other = foundBeside(context.companions);
  const preferences = withBeside(readPreferences(documents), other.preferences);
  const claims = [...claimsOf(documents), ...other.claims];
  const [first] = machines;
  const hidden = documents.flatMap(hiddenIn).slice(0, limits.notes);
  return readMachines(source, context, {
    format: 'kubevirt',
    machines,
    read: (machine) => {
      const definition = readMachine(machine, { preferences, claims }, context.qemuVersion);
      const notes = machine === first ? [...found.notes, ...hidden] : [];
      return { ...definition, notes: [...definition.notes, ...notes] };
    },
  });
}

type Documents = PageRead | { readonly diagnostics: readonly Diagnostic[] };

function readDocuments(source: SourceText): Documents {
  const page = isPage(source.file) ? readBlocks(source) : null;
  if (page !== null) return page;
  const yaml = readYaml(source);
  if ('diagnostics' in yaml) return yaml;
  return { documents: yaml.documents.map((document) => viewOf(source, document)), notes: [] };
}

function nothing(source: SourceText, { notes }: PageRead): ReadResult {
  const [first] = notes;
  if (first === undefined) return foreign(source, 'no machine of KubeVirt is found here');
  const start = (source.lineStarts[first.at.line - 1] ?? 0) + first.at.column - 1;
  const others = notes.length === 1 ? '' : `, and ${notes.length - 1} more are not either`;
  const span = { start, end: start + 1 };
  return { diagnostics: [diagnosticAt(source, span, first.message + others)], isForeign: true };
}

interface Beside {
  readonly preferences: Preferences;
  readonly claims: readonly Claim[];
}

/** What was read once of the texts beside, which are the same for all files of an input. */
const beside = new WeakMap<readonly SourceText[], Beside>();

function foundBeside(texts: readonly SourceText[]): Beside {
  const known = beside.get(texts);
  if (known !== undefined) return known;
  const documents = texts.flatMap((text) => {
    const yaml = readYaml(text);
    // What is wrong with it is said where it is read for its own sake.
    return 'diagnostics' in yaml
      ? []
      : yaml.documents.flatMap((each) => objectsOf(viewOf(text, each)));
  });
  const found = { preferences: readPreferences(documents), claims: claimsOf(documents) };
  beside.set(texts, found);
  return found;
}

/** A `List`, a `Template` of OpenShift and wrappers of deployment tools hold objects. */
function objectsOf(document: View): readonly View[] {
  const kind = textOf(at(document, 'kind'));
  if (kind === 'Template') return items(at(document, 'objects'));
  if (/List$/.test(kind)) return items(at(document, 'items'));
  const within = isOurs(document) ? [] : nested(document).filter(isWhole);
  return within.length > 0 ? within : [document];
}

const isOurs = (view: View): boolean => isMachine(view) || isPreference(view);

/** A reference to a machine has its kind, too. */
const isWhole = (view: View): boolean => isOurs(view) && isThere(at(view, 'spec'));

/** Machines that stand in something else, in a form that is not theirs. */
function hiddenIn(document: View): readonly ConfigNote[] {
  if (isOurs(document)) return [];
  const found = nested(document).find(
    (view) =>
      items(at(view, 'domain', 'devices', 'disks')).length > 0 || isDefinition(textOf(view)),
  );
  if (found === undefined) return [];
  const kind = textOf(at(document, 'kind')) || 'this document';
  const message = `a machine within ${kind} is not read`;
  return [openNote('unreadable', message, positionOf(found))];
}

const isDefinition = (text: string): boolean =>
  text.includes('\n') && recognise(text, 'a.yaml') !== null;
