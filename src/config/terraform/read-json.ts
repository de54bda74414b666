import { readJson } from '../document/json.js';
import { type DocNode, type Entry, list, map, unknown } from '../document/node.js';
import { at, isThere, items, textOf, type View, viewOf } from '../document/view.js';
import { limits } from '../limits.js';
import type { ReadContext, ReadResult } from '../reader.js';
import type { SourceText } from '../text.js';
import { terraformFile } from './machines.js';
import { readTerraformSyntaxJson } from './read-hcl.js';
import type { Resource } from './resource.js';

/** `terraform show -json` of a plan or a state, a state file itself, or a `.tf.json` file. */
export function readTerraformJson(source: SourceText, context: ReadContext): ReadResult {
  const read = readJson(source);
  if ('diagnostics' in read) return read;
  const root = viewOf(source, read.documents[0] ?? null);
  if (isThere(at(root, 'resource_changes')) || isThere(at(root, 'planned_values'))) {
    return result(source, afterwards(root), context);
  }
  if (isThere(at(root, 'values'))) {
    return result(source, inModule(at(root, 'values', 'root_module')), context);
  }
  if (isThere(at(root, 'resources'))) return result(source, stored(root), context);
  return readTerraformSyntaxJson(source, context);
}

function result(source: SourceText, resources: readonly Resource[], context: ReadContext) {
  return terraformFile({ source, resources }, context);
}

/** What will be there once the plan is applied; what stays as it is need not be among the changes. */
function afterwards(root: View): readonly Resource[] {
  const changed = planned(root);
  const known = new Set(changed.map(({ address }) => address));
  const all = inModule(at(root, 'planned_values', 'root_module'));
  return [...changed, ...all.filter(({ address }) => !known.has(address))];
}

function planned(root: View): readonly Resource[] {
  return items(at(root, 'resource_changes')).flatMap((change) => {
    const after = at(change, 'change', 'after');
    if (textOf(at(change, 'mode')) === 'data' || !isThere(after)) return [];
    const hidden = at(change, 'change', 'after_unknown');
    const node = overlaid(after.node, hidden.node, 0);
    return [resourceOf(change, { ...after, node, span: node?.span ?? after.span })];
  });
}

function resourceOf(view: View, body: View): Resource {
  const type = textOf(at(view, 'type'));
  const address = textOf(at(view, 'address')) || `${type}.${textOf(at(view, 'name'))}`;
  return { type, address, body };
}

/** Values that are known only once they are there stand as `true` in a tree of their own. */
function overlaid(after: DocNode | null, hidden: DocNode | null, depth: number): DocNode | null {
  if (hidden?.kind === 'scalar' && hidden.text === 'true') {
    return unknown('known after apply', hidden.span);
  }
  if (hidden === null || depth > limits.depth) return after;
  if (hidden.kind === 'map' && after?.kind === 'map') {
    const rest = new Map(hidden.entries.map(({ key, value }) => [key, value]));
    const entries: Entry[] = after.entries.map(({ key, value }) => {
      const over = overlaid(value, rest.get(key) ?? null, depth + 1) ?? value;
      rest.delete(key);
      return { key, value: over };
    });
    const added = [...rest].flatMap(([key, value]): Entry[] => {
      const over = overlaid(null, value, depth + 1);
      return over === null ? [] : [{ key, value: over }];
    });
    return map([...entries, ...added], after.span, after.labels);
  }
  if (hidden.kind === 'list' && after?.kind === 'list') {
    const { items: others } = hidden;
    const found = after.items.map((item, index) => {
      return overlaid(item, others[index] ?? null, depth + 1) ?? item;
    });
    return list(found, after.span);
  }
  return after;
}

/** A module and those inside it. */
function inModule(module: View): readonly Resource[] {
  const own = items(at(module, 'resources'))
    .filter((resource) => textOf(at(resource, 'mode')) !== 'data')
    .map((resource) => resourceOf(resource, at(resource, 'values')));
  return [...own, ...items(at(module, 'child_modules')).flatMap(inModule)];
}

/** terraform.tfstate, version 4. */
function stored(root: View): readonly Resource[] {
  return items(at(root, 'resources')).flatMap((resource) => {
    if (textOf(at(resource, 'mode')) === 'data') return [];
    const { type, address } = resourceOf(resource, resource);
    const module = textOf(at(resource, 'module'));
    const path = module === '' ? address : `${module}.${address}`;
    return items(at(resource, 'instances')).map((instance) => {
      const key = at(instance, 'index_key');
      const isNumber = /^\d+$/.test(textOf(key));
      const index = isThere(key) ? `[${isNumber ? textOf(key) : `"${textOf(key)}"`}]` : '';
      return { type, address: path + index, body: at(instance, 'attributes') };
    });
  });
}
