import { at, items, textOf, type View, viewOf } from '../document/view.js';
import { readYaml } from '../document/yaml.js';
import { foreign, type ReadContext, type ReadResult } from '../reader.js';
import type { SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import { isMachine, readMachine } from './machine.js';
import { isPreference, type Preferences, readPreferences } from './preference.js';

/** KubeVirt's machines in YAML or JSON, preferences of the same input applied. */
export function readKubevirt(source: SourceText, context: ReadContext): ReadResult {
  const yaml = readYaml(source);
  if ('diagnostics' in yaml) return yaml;
  const documents = yaml.documents.flatMap((document) => objectsOf(viewOf(source, document)));
  const machines = documents.filter(isMachine);
  if (machines.length === 0 && !documents.some(isPreference)) {
    const message = 'no machine of KubeVirt is found here';
    return foreign(source, message);
  }
  const preferences = new Map([
    ...preferencesBeside(context.companions),
    ...readPreferences(documents),
  ]);
  return readMachines(source, context, {
    format: 'kubevirt',
    machines,
    read: (machine) => readMachine(machine, preferences, context.qemuVersion),
  });
}

/** What was read once of the texts beside, which are the same for all files of an input. */
const beside = new WeakMap<readonly SourceText[], Preferences>();

function preferencesBeside(texts: readonly SourceText[]): Preferences {
  const known = beside.get(texts);
  if (known !== undefined) return known;
  const documents = texts.flatMap((text) => {
    const yaml = readYaml(text);
    // What is wrong with it is said where it is read for its own sake.
    return 'diagnostics' in yaml
      ? []
      : yaml.documents.flatMap((each) => objectsOf(viewOf(text, each)));
  });
  const preferences = readPreferences(documents);
  beside.set(texts, preferences);
  return preferences;
}

/** A `List`, and a `Template` of OpenShift, hold objects. */
function objectsOf(document: View): readonly View[] {
  const kind = textOf(at(document, 'kind'));
  if (kind === 'Template') return items(at(document, 'objects'));
  return /List$/.test(kind) ? items(at(document, 'items')) : [document];
}
