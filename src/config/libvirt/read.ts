import { foreign, type ReadContext, type ReadResult } from '../reader.js';
import type { SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import { type Element, outermost } from '../xml/element.js';
import { readXml } from '../xml/tree.js';
import { readDomain } from './domain.js';

/** libvirt's domains: one, several one after another, or inside another document. */
export function readLibvirt(source: SourceText, context: ReadContext): ReadResult {
  const xml = readXml(source);
  if ('diagnostics' in xml) return xml;
  const domains = domainsOf(xml.roots);
  if (domains.length === 0) {
    const message = 'no <domain> of a machine is found here';
    return foreign(source, message);
  }
  return readMachines(source, context, {
    format: 'libvirt',
    machines: domains,
    read: (domain) => readDomain(source, domain, context),
  });
}

/** Other documents have elements of this name: capabilities, device trees. */
const inDomain = /^(name|uuid|devices|os|memory|vcpu|(\w+:)?commandline)$/;

/** A snapshot of a running machine has what it is once it stops, too. libvirt 11.3.0, snapshot_conf.c. */
const machines = /^(domain|inactiveDomain)$/;

/** Devices that stand alone, as `virsh attach-device` takes them, are those of a machine without more. */
function domainsOf(roots: readonly Element[]): readonly Element[] {
  const domains = outermost(roots, machines).filter(({ children }) =>
    children.some(({ name }) => inDomain.test(name)),
  );
  const [first] = roots;
  if (domains.length > 0 || first === undefined) return domains;
  if (first.name !== 'disk' && first.name !== 'devices') return domains;
  const bare = { attributes: new Map(), text: '', textSpan: first.span, span: first.span };
  const devices = first.name === 'devices' ? first : { ...bare, name: 'devices', children: roots };
  return [{ ...bare, name: 'domain', children: [devices] }];
}
