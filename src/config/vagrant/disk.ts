import { isThere, textOf, type View, viewOf } from '../document/view.js';
import { type Attributes, counted, element, given, own } from '../libvirt/synthetic.js';
import { isTemplate } from '../template.js';
import type { SourceText, Span } from '../text.js';
import type { Attribute, Element } from '../xml/element.js';
import { driverOptions } from './driver-options.js';
import { option } from './options.js';
import type { Setting } from './program.js';
import { or, type Provider, setting, text } from './provider.js';

/** Names of devices that are taken, and how the next begins. */
export interface Targets {
  readonly prefix: string;
  readonly taken: Set<string>;
}

/** The volume that is made of the box, with the settings of `disk_driver`. */
export function boxDisk(provider: Provider, device: string, targets: Targets): Element {
  const { span } = provider;
  const bus = busOf(provider, device);
  const isNamed = text(provider, 'disk_device') !== '';
  const name = isNamed ? own(device, span) : counted(device, span);
  targets.taken.add(device);
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

/** The bus follows from the device where only that is said, so from a device that nobody knows none. */
function busOf(provider: Provider, device: string): Attribute {
  const named = given(setting(provider, 'disk_device'));
  if (named !== null && isTemplate(named.value)) {
    return given(setting(provider, 'disk_bus')) ?? named;
  }
  return or(provider, 'disk_bus', device.startsWith('sd') ? 'scsi' : 'virtio');
}

/** Names that are asked for are taken before any is given (util/resolvers.rb, resolve!). */
export function reserve(source: SourceText, calls: readonly Setting[], { taken }: Targets): void {
  for (const { options } of calls) {
    const asked = textOf(option(viewOf(source, options), 'device'));
    if (asked !== '' && !isRemovable(asked)) taken.add(asked);
  }
}

const isRemovable = (device: string): boolean => device === 'cdrom' || device === 'floppy';

/** A disk, a CD-ROM or a floppy of `storage :file`. */
export function storageDisk(source: SourceText, call: Setting, targets: Targets): Element | null {
  const { kind, span } = call;
  if (kind?.kind === 'scalar' && kind.text !== 'file') return null;
  const view = viewOf(source, call.options);
  const device = textOf(option(view, 'device'));
  const path = given(option(view, 'path'));
  if (isRemovable(device)) {
    const bus = given(option(view, 'bus')) ?? own(device === 'cdrom' ? 'ide' : 'fdc', span);
    const dev = given(option(view, 'dev')) ?? own(device === 'cdrom' ? 'hdc' : 'fda', span);
    return element('disk', span, { type: own('file', span), device: own(device, span) }, [
      path === null ? null : element('source', path.span, { file: path }),
      element('target', span, { dev, bus }),
    ]);
  }
  return plainDisk(view, call, nextDevice(targets, device, span));
}

function plainDisk(view: View, { span }: Setting, device: Attribute): Element {
  const get = (key: string) => given(option(view, key));
  const shareable = option(view, 'shareable');
  const isShared = isThere(shareable) && !/^(false)?$/.test(textOf(shareable));
  // libvirt's default is another for a shareable disk.
  const fallback = shareable.node?.kind === 'unknown' ? given(shareable) : null;
  const driver: Attributes = {
    name: own('qemu', span),
    type: get('type') ?? own('qcow2', span),
    cache: get('cache') ?? fallback ?? own('default', span),
    io: get('io'),
    discard: get('discard'),
    detect_zeroes: get('detect_zeroes'),
  };
  const path = get('path') ?? own(`a volume of its own`, span);
  return element('disk', span, { type: own('file', span), device: own('disk', span) }, [
    element('driver', span, driver),
    element('source', path.span, { file: path }),
    element('target', span, { dev: device, bus: get('bus') ?? own('virtio', span) }),
    isShared ? element('shareable', shareable.span) : null,
  ]);
}

/** The device that is asked for, else the next that is free. */
function nextDevice({ prefix, taken }: Targets, asked: string, span: Span): Attribute {
  if (asked !== '') return own(asked, span);
  let index = 0;
  while (taken.has(`${prefix}${String.fromCharCode(97 + index)}`) && index < 25) index += 1;
  const name = `${prefix}${String.fromCharCode(97 + index)}`;
  taken.add(name);
  return counted(name, span);
}
