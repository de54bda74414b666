import { readJson } from '../document/json.js';
import { viewOf } from '../document/view.js';
import { readHcl } from '../hcl/document.js';
import { storageAssumption } from '../proxmox/storage.js';
import { foreign, type ReadContext, type Reader, type ReadResult } from '../reader.js';
import type { SyntaxParser } from '../syntax.js';
import type { SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import { type Builder, builders, jsonBuilders } from './builds.js';
import { readProxmoxBuilder } from './proxmox.js';
import { readQemuBuilder } from './qemu.js';

/** Packer's templates in HCL. */
export function packerHclReader(parser: SyntaxParser): Reader {
  return (source: SourceText, context: ReadContext): ReadResult => {
    const read = readHcl(source, parser);
    if ('diagnostics' in read) return read;
    return packerFile(source, builders(viewOf(source, read.documents[0] ?? null)), context);
  };
}

/** Packer's templates in JSON, up to 1.6 the only ones. */
export function readPackerJson(source: SourceText, context: ReadContext): ReadResult {
  const read = readJson(source);
  if ('diagnostics' in read) return read;
  return packerFile(source, jsonBuilders(viewOf(source, read.documents[0] ?? null)), context);
}

const isProxmox = ({ type }: Builder): boolean => /^proxmox(-iso|-clone)?$/.test(type);

function packerFile(
  source: SourceText,
  found: readonly Builder[],
  context: ReadContext,
): ReadResult {
  const machines = found.filter((builder) => builder.type === 'qemu' || isProxmox(builder));
  if (machines.length === 0) {
    const message = 'no builder of QEMU or Proxmox VE is found here';
    return foreign(source, message);
  }
  return readMachines(source, context, {
    format: 'packer',
    machines,
    read: (builder) =>
      isProxmox(builder) ? readProxmoxBuilder(builder, context) : readQemuBuilder(builder, context),
    assumptions: machines.some(isProxmox) ? storageAssumption(context) : [],
  });
}
