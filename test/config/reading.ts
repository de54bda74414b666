import { bareContext, type ReadContext, type Reader } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import type { Fact, VmDefinition, VmDisk, VmFile } from '../../src/model/vm-disk.js';

/** Reads a text that is expected to be right. */
export function read(
  reader: Reader,
  text: string,
  context: Partial<ReadContext> = {},
  file = 'input',
): VmFile {
  const result = reader(sourceText(file, text), { ...bareContext, ...context });
  if ('read' in result) return result.read;
  throw new Error(result.diagnostics.map(({ line, message }) => `${line}: ${message}`).join('\n'));
}

export function only(file: VmFile): VmDefinition {
  const [definition, ...others] = file.definitions;
  if (definition === undefined || others.length > 0) throw new Error('not one definition');
  return definition;
}

export const shown = <T>(fact: Fact<T>): T | 'unresolved' =>
  fact.known ? fact.value : 'unresolved';

/** The settings of a disk without their origins. */
export function settings(disk: VmDisk) {
  return {
    frontend: shown(disk.frontend),
    writeback: shown(disk.writeback),
    direct: shown(disk.direct),
    noFlush: shown(disk.noFlush),
    aio: shown(disk.aio),
    format: shown(disk.format),
    source: shown(disk.source.kind),
    name: disk.source.name,
    werror: shown(disk.werror),
    rerror: shown(disk.rerror),
    discard: shown(disk.discard),
    detectZeroes: shown(disk.detectZeroes),
    shared: disk.shared,
  };
}
