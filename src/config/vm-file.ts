import type { VmAssumption, VmDefinition } from '../model/vm-disk.js';
import { withFirstNoted, withUniqueIds } from './definitions.js';
import { note } from './draft.js';
import type { DefinitionFormat } from './formats.js';
import { isOfScripts, laterChanges } from './later-changes.js';
import { limits } from './limits.js';
import { versionAssumption } from './qemu/version.js';
import type { ReadContext, ReadResult } from './reader.js';
import { diagnosticAt, type SourceText } from './text.js';

/** What a text holds, before its machines are read. */
export interface Found<Machine> {
  readonly format: DefinitionFormat;
  readonly machines: readonly Machine[];
  readonly read: (machine: Machine) => VmDefinition;
  /** No QEMU runs it, whose version could matter. */
  readonly hasOwnProgram?: boolean;
  /** Beyond that of QEMU's version. */
  readonly assumptions?: readonly VmAssumption[];
}

/** Reads machine by machine, and stops where a text makes more of them than anybody keeps in one file. */
export function readMachines<Machine>(
  source: SourceText,
  { qemuVersion }: ReadContext,
  { format, machines, read, hasOwnProgram = false, assumptions = [] }: Found<Machine>,
): ReadResult {
  const definitions: VmDefinition[] = [];
  let count = 0;
  for (const machine of machines) {
    const definition = withFewNotes(read(machine));
    count += 1 + definition.disks.length + definition.skipped.length;
    if (count > limits.disksOfFile && definitions.length > 0) {
      const message = `more than ${limits.disksOfFile} machines and disks in one file`;
      const { line, column } = definition.at;
      const start = (source.lineStarts[line - 1] ?? 0) + column - 1;
      return {
        diagnostics: [diagnosticAt(source, { start, end: start + 1 }, message, 'split it')],
      };
    }
    definitions.push(definition);
  }
  const plain = withFirstNoted(definitions, isOfScripts(format) ? laterChanges(source) : []);
  return {
    plain,
    read: {
      file: source.file,
      format,
      definitions: withUniqueIds(plain),
      assumptions: [
        ...(hasOwnProgram ? [] : versionAssumption(qemuVersion, definitions)),
        ...assumptions,
      ],
    },
  };
}

function withFewNotes(definition: VmDefinition): VmDefinition {
  const { notes, at } = definition;
  if (notes.length <= limits.notes) return definition;
  const message = `${notes.length - limits.notes} notes more than are shown here`;
  return {
    ...definition,
    notes: [...notes.slice(0, limits.notes), note('unreadable', message, at)],
  };
}
