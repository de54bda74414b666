import { readJson } from '../document/json.js';
import { at, items, labelsOf, members, type View, viewOf } from '../document/view.js';
import { readHcl } from '../hcl/document.js';
import type { ReadContext, Reader, ReadResult } from '../reader.js';
import type { SyntaxParser } from '../syntax.js';
import type { SourceText } from '../text.js';
import { terraformFile } from './machines.js';
import type { Resource } from './resource.js';

/** A `.tf` file: literal values are known, all other expressions are named as unresolved. */
export function terraformHclReader(parser: SyntaxParser): Reader {
  return (source: SourceText, context: ReadContext): ReadResult => {
    const read = readHcl(source, parser);
    if ('diagnostics' in read) return read;
    const root = viewOf(source, read.documents[0] ?? null);
    return terraformFile({ source, resources: resourcesOf(root) }, context);
  };
}

function resourcesOf(root: View): readonly Resource[] {
  const resources = items(at(root, 'resource')).flatMap((body): Resource[] => {
    const [type, name] = labelsOf(body);
    if (type === undefined || name === undefined) return [];
    return [{ type, address: `${type}.${name}`, body }];
  });
  const modules = items(at(root, 'module')).map((body) => ofModule(labelsOf(body)[0] ?? '', body));
  return [...resources, ...modules];
}

const ofModule = (name: string, body: View): Resource => ({
  type: 'module',
  address: `module.${name}`,
  body,
});

/** A `.tf.json` file: resources by type and name. */
export function readTerraformSyntaxJson(source: SourceText, context: ReadContext): ReadResult {
  const read = readJson(source);
  if ('diagnostics' in read) return read;
  const root = viewOf(source, read.documents[0] ?? null);
  const groups = [at(root, 'resource'), ...items(at(root, 'resource'))];
  const resources = groups.flatMap((group) =>
    members(group).flatMap(([type, named]) =>
      members(named).flatMap(([name, value]): Resource[] => {
        const [first = value] = items(value);
        return [{ type, address: `${type}.${name}`, body: first }];
      }),
    ),
  );
  const modules = members(at(root, 'module')).map(([name, value]) =>
    ofModule(name, items(value)[0] ?? value),
  );
  return terraformFile({ source, resources: [...resources, ...modules] }, context);
}
