import { withUniqueIds } from '../definitions.js';
import { versionAssumption } from '../qemu/version.js';
import type { ReadContext, ReadResult } from '../reader.js';
import { diagnosticAt, type SourceText } from '../text.js';
import { readYaml } from '../yaml/documents.js';
import { at, items, textOf, type View, viewOf } from '../yaml/view.js';
import { isMachine, readMachine } from './machine.js';
import { isPreference, readPreferences } from './preference.js';

/** KubeVirt's machines in YAML or JSON, preferences of the same input applied. */
export function readKubevirt(source: SourceText, context: ReadContext): ReadResult {
  const yaml = readYaml(source);
  if ('diagnostics' in yaml) return yaml;
  const documents = yaml.documents.flatMap((document) => objectsOf(viewOf(source, document)));
  const machines = documents.filter(isMachine);
  if (machines.length === 0 && !documents.some(isPreference)) {
    const message = 'no machine of KubeVirt is found here';
    return { diagnostics: [diagnosticAt(source, { start: 0, end: 1 }, message)] };
  }
  const preferences = readPreferences(documents);
  const definitions = machines.map((machine) =>
    readMachine(machine, preferences, context.qemuVersion),
  );
  const file = {
    file: source.file,
    format: 'kubevirt',
    definitions: withUniqueIds(definitions),
    assumptions: versionAssumption(context.qemuVersion, definitions),
  };
  return { read: file };
}

/** A `List`, and a `Template` of OpenShift, hold objects. */
function objectsOf(document: View): readonly View[] {
  const kind = textOf(at(document, 'kind'));
  if (kind === 'Template') return items(at(document, 'objects'));
  return /List$/.test(kind) ? items(at(document, 'items')) : [document];
}
