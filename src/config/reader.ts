import type { Diagnostic } from '../model/diagnostic.js';
import type { VmDefinition, VmFile } from '../model/vm-disk.js';
import { diagnosticAt, type SourceText } from './text.js';

/** What a reader may know beside the text itself. */
export interface ReadContext {
  /** The text of a file that the definition names, as it names it; null where it cannot be had. */
  readonly related: (name: string) => SourceText | null;
  /** Other texts of the same input that may hold what a definition refers to by name. */
  readonly companions: readonly SourceText[];
  /** The version of QEMU that runs it, as in `7.2`; '' where nobody says. */
  readonly qemuVersion: string;
  /** The storages of a Proxmox VE host: the text of its storage.cfg; null where it is not given. */
  readonly storages: SourceText | null;
}

export const bareContext: ReadContext = {
  related: () => null,
  companions: [],
  qemuVersion: '',
  storages: null,
};

/** The definitions of a text, or all that is wrong with it. */
export type ReadResult =
  | {
      readonly read: VmFile;
      /** Those of the file before their ids are made unique in it. */
      readonly plain: readonly VmDefinition[];
    }
  | {
      readonly diagnostics: readonly Diagnostic[];
      /** It has nothing of this format, and so no mistakes of it either. */
      readonly isForeign?: true;
    };

/** A text that looked like the format, and has no machine of it. */
export function foreign(source: SourceText, message: string, help = ''): ReadResult {
  const diagnostics = [diagnosticAt(source, { start: 0, end: 1 }, message, help)];
  return { diagnostics, isForeign: true };
}

export type Reader = (source: SourceText, context: ReadContext) => ReadResult;
