import type { ConfigNote } from '../model/vm-disk.js';
import { note } from './draft.js';
import { type Option, positionOf } from './qemu/options.js';

export function propertyMissing(model: string, given: Option): ConfigNote {
  const message = `${model} has no property ${given.key}: QEMU does not start`;
  return note('refused-by-qemu', message, positionOf(given));
}
