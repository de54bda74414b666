import { map } from '../document/node.js';
import { at, items, labelsOf, textOf, type View, viewOf } from '../document/view.js';

/** One builder: what makes one machine. */
export interface Builder {
  /** `qemu`, `proxmox-iso`, ... */
  readonly type: string;
  readonly name: string;
  readonly body: View;
}

/** `source "qemu" "name" { ... }`, with what a `build` adds to it. */
export function builders(root: View): readonly Builder[] {
  const sources = items(at(root, 'source')).flatMap((body) => {
    const [type = '', name = ''] = labelsOf(body);
    return [{ type, name, body }];
  });
  const added = items(at(root, 'build')).flatMap((build) => items(at(build, 'source')));
  return sources.flatMap((source) => {
    const { type, name } = source;
    const own = added.filter((view) => labelsOf(view)[0] === `${type}.${name}`);
    return own.length === 0 ? [source] : own.map((view) => withAdded(source, view));
  });
}

function withAdded({ type, name, body }: Builder, added: View): Builder {
  const more = added.node?.kind === 'map' ? added.node.entries : [];
  if (body.node?.kind !== 'map' || more.length === 0) return { type, name, body };
  const node = map([...body.node.entries, ...more], body.node.span, body.node.labels);
  return { type, name: textOf(at(added, 'name')) || name, body: { ...viewOf(body.source, node) } };
}

/** The old JSON: a list of builders, each with its type. */
export function jsonBuilders(root: View): readonly Builder[] {
  return items(at(root, 'builders')).map((body) => {
    const type = textOf(at(body, 'type'));
    return { type, name: textOf(at(body, 'name')) || type, body };
  });
}
