import { unknown } from '../document/node.js';
import { at, isThere, members, textOf, type View, viewOf } from '../document/view.js';
import { type Attributes, counted, element, given, own } from '../libvirt/synthetic.js';
import type { SourceText, Span } from '../text.js';
import type { Attribute, Element } from '../xml/element.js';
import type { Setting } from './program.js';
import { or, type Provider, setting } from './provider.js';

/** Names of devices that are taken, and how the next begins. */
export interface Targets {
  readonly prefix: string;
  readonly taken: Set<string>;
}

const driverKeys = ['type', 'cache', 'io', 'discard', 'detect_zeroes'];

/** The volume that is made of the box, with the settings of `disk_driver`. */
export function boxDisk(provider: Provider, device: string, targets: Targets): Element {
  const { span } = provider;
  const bus = or(provider, 'disk_bus', device.startsWith('sd') ? 'scsi' : 'virtio');
  const name = nextDevice(targets, '', span);
  const options = driverOptions(provider);
  const driver: Record<string, Attribute | null> = {
    name: own('qemu', span),
    type: own('qcow2', span),
    cache: or(provider, 'volume_cache', 'default'),
  };
  for (const [key, attribute] of options) driver[key] = attribute;
  const address = given(setting(provider, 'disk_address_type'));
  return element('disk', span, { type: own('file', span), device: own('disk', span) }, [
    element('alias', span, { name: own('ua-box-volume-0', span) }),
    element('driver', span, driver),
    element('source', span, { file: own(`a volume of the box`, span) }),
    element('target', span, { dev: name, bus }),
    address === null ? null : element('address', address.span, { type: address }),
  ]);
}

/** What one call says counts only if the call is surely made. */
function driverOptions({ settings, source }: Provider): ReadonlyMap<string, Attribute> {
  const found = new Map<string, Attribute>();
  for (const { name, pairs, condition } of settings) {
    if (name !== 'disk_driver') continue;
    for (const [key, view] of members(viewOf(source, pairs))) {
      const known: View =
        condition === '' ? view : { ...view, node: unknown(condition, view.span) };
      const attribute = driverKeys.includes(key) ? given(known) : null;
      if (attribute !== null) found.set(key, attribute);
    }
  }
  return found;
}

/** A disk, a CD-ROM or a floppy of `storage :file`. */
export function storageDisk(source: SourceText, call: Setting, targets: Targets): Element | null {
  const [kind] = call.options;
  if (kind?.kind === 'scalar' && kind.text !== 'file') return null;
  const view = viewOf(source, call.pairs);
  const { span } = call;
  const device = textOf(at(view, 'device'));
  const path = given(at(view, 'path'));
  if (device === 'cdrom' || device === 'floppy') {
    const bus = given(at(view, 'bus')) ?? own(device === 'cdrom' ? 'ide' : 'fdc', span);
    const dev = given(at(view, 'dev')) ?? own(device === 'cdrom' ? 'hdc' : 'fda', span);
    return element('disk', span, { type: own('file', span), device: own(device, span) }, [
      path === null ? null : element('source', path.span, { file: path }),
      element('target', span, { dev, bus }),
    ]);
  }
  return plainDisk(view, call, nextDevice(targets, device, span));
}

function plainDisk(view: View, { span }: Setting, device: Attribute): Element {
  const get = (key: string) => given(at(view, key));
  const driver: Attributes = {
    name: own('qemu', span),
    type: get('type') ?? own('qcow2', span),
    cache: get('cache') ?? own('default', span),
    io: get('io'),
    discard: get('discard'),
    detect_zeroes: get('detect_zeroes'),
  };
  const path = get('path') ?? own(`a volume of its own`, span);
  const shareable = at(view, 'shareable');
  const isShared = isThere(shareable) && textOf(shareable) !== 'false';
  return element('disk', span, { type: own('file', span), device: own('disk', span) }, [
    element('driver', span, driver),
    element('source', path.span, { file: path }),
    element('target', span, { dev: device, bus: get('bus') ?? own('virtio', span) }),
    isShared ? element('shareable', shareable.span) : null,
  ]);
}

/** The device that is asked for, else the next that is free. */
function nextDevice({ prefix, taken }: Targets, asked: string, span: Span): Attribute {
  if (asked !== '') {
    taken.add(asked);
    return own(asked, span);
  }
  let index = 0;
  while (taken.has(`${prefix}${String.fromCharCode(97 + index)}`) && index < 25) index += 1;
  const name = `${prefix}${String.fromCharCode(97 + index)}`;
  taken.add(name);
  return counted(name, span);
}
