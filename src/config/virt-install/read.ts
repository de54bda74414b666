import { foreign, type ReadContext, type ReadResult } from '../reader.js';
import { lineStartOf } from '../shell/finder.js';
import { findCalls } from '../shell/programs.js';
import type { Command } from '../shell/reading.js';
import { diagnosticAt, type SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import { readInstall } from './machine.js';
import type { InstallCall } from './reading.js';

const program = /(^|\/)virt-install$/;

function callOf({ words }: Command): InstallCall | null {
  const index = words.findIndex(({ text }) => program.test(text));
  const at = words[index];
  return at === undefined ? null : { at, words: words.slice(index + 1) };
}

/** Calls of virt-install in scripts and pages. */
export function readVirtInstall(source: SourceText, context: ReadContext): ReadResult {
  const { calls, error } = findCalls(source.text, {
    callOf,
    endOf: ({ words }) => words.at(-1)?.end ?? 0,
    lineStart: lineStartOf('virt-install'),
    isScriptWord: (word) => program.test(word),
  });
  const machines = calls.filter(({ words }) => words.length > 0);
  if (error !== null) return { diagnostics: [diagnosticAt(source, error, error.message)] };
  if (machines.length === 0) return foreign(source, 'no call of virt-install is found here');
  return readMachines(source, context, {
    format: 'virt-install',
    machines,
    read: (call) => readInstall(source, call, context),
    assumptions: [],
  });
}
