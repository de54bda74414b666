import { readIniDocument } from '../document/ini.js';
import { at, isThere, items, members, type View, viewOf } from '../document/view.js';
import { readYaml } from '../document/yaml.js';
import { foreign, type ReadContext, type ReadResult } from '../reader.js';
import { nulIn, type SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import { readHost } from './host.js';
import { propertiesOf, readImage } from './image.js';

/** A host's nova.conf, or images with their properties as JSON or YAML. */
export function readOpenstack(source: SourceText, context: ReadContext): ReadResult {
  return /^\s*[{[]\s*["{]|^[\w"-]+:\s/.test(source.text)
    ? fromImages(source, context)
    : fromSettings(source, context);
}

function fromSettings(source: SourceText, context: ReadContext): ReadResult {
  const nul = nulIn(source);
  if (nul !== null) return { diagnostics: [nul] };
  const root = viewOf(source, readIniDocument(source, 'ini'));
  if (!isThere(at(root, 'libvirt'))) {
    const message = 'no section [libvirt] of nova.conf is found here';
    return foreign(source, message);
  }
  return readMachines(source, context, { format: 'openstack', machines: [root], read: readHost });
}

function fromImages(source: SourceText, context: ReadContext): ReadResult {
  const read = readYaml(source);
  if ('diagnostics' in read) return read;
  const roots = read.documents.map((document) => viewOf(source, document));
  const images = roots
    .flatMap((root): readonly View[] => (root.node?.kind === 'list' ? items(root) : [root]))
    .filter((view) => members(propertiesOf(view)).some(([key]) => key.startsWith('hw_')));
  if (images.length === 0) {
    const message = 'no image with properties of its hardware (hw_...) is found here';
    return foreign(source, message);
  }
  return readMachines(source, context, { format: 'openstack', machines: images, read: readImage });
}
