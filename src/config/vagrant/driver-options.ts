import { unknown } from '../document/node.js';
import { type View, viewOf } from '../document/view.js';
import { given } from '../libvirt/synthetic.js';
import type { Attribute } from '../xml/element.js';
import { option } from './options.js';
import type { Provider } from './provider.js';

const driverKeys = ['type', 'cache', 'io', 'discard', 'detect_zeroes'];

type Options = ReadonlyMap<string, View>;

/**
 * What `disk_driver` says of the box's disk. In a block its last call counts alone (config.rb, disk_driver);
 * blocks are put together key by key (merge).
 */
export function driverOptions({
  settings,
  source,
}: Provider): ReadonlyMap<string, Attribute | null> {
  const blocks = new Map<number, Options>();
  for (const { name, options, block, condition } of settings) {
    if (name !== 'disk_driver') continue;
    const before = blocks.get(block) ?? new Map();
    blocks.set(block, afterCall(before, viewOf(source, options), condition));
  }
  const merged = [...blocks.values()].flatMap((each) => [...each]);
  return new Map(merged.map(([key, view]) => [key, given(view)]));
}

/** What was said before, or what a call says, if the call may be none. */
function afterCall(before: Options, call: View, condition: string): Options {
  const found = new Map<string, View>();
  for (const key of driverKeys) {
    const view = option(call, key);
    if (condition !== '' && (view.node !== null || before.has(key))) {
      found.set(key, { ...view, node: unknown(condition, view.span) });
    } else if (view.node !== null) found.set(key, view);
  }
  return found;
}
