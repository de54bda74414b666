import { items, members, type View } from './view.js';

/** A value and all within it, what stands first before what stands later. */
export function nested(view: View): readonly View[] {
  const inner = [...items(view), ...members(view).map(([, value]) => value)];
  return [view, ...inner.flatMap(nested)];
}
