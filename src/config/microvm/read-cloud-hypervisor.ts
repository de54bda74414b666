import type { VmDefinition } from '../../model/vm-disk.js';
import { readJson } from '../document/json.js';
import { at, isThere, items, positionOf, type View, viewOf } from '../document/view.js';
import { note } from '../draft.js';
import { type Options, readOptions } from '../qemu/options.js';
import { foreign, type ReadContext, type ReadResult } from '../reader.js';
import { lineStartOf } from '../shell/finder.js';
import { findCalls } from '../shell/programs.js';
import type { Command } from '../shell/reading.js';
import { isUnknown, type Word } from '../shell/word.js';
import { diagnosticAt, positionAt, type SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import { cloudHypervisorDisk } from './cloud-hypervisor-disk.js';
import { bodyOptions, findRequests, listed, type Request } from './curl.js';
import { optionsOfView } from './drive.js';
import { machineOf } from './machine.js';

/** Cloud Hypervisor: command lines, and bodies of its API in files and scripts. */
export function readCloudHypervisor(source: SourceText, context: ReadContext): ReadResult {
  return /^\s*[{[]/.test(source.text) ? fromJson(source, context) : fromText(source, context);
}

function fromJson(source: SourceText, context: ReadContext): ReadResult {
  const read = readJson(source);
  if ('diagnostics' in read) return read;
  const root = viewOf(source, read.documents[0] ?? null);
  const config = isThere(at(root, 'config')) ? at(root, 'config') : root;
  const disks = items(at(config, 'disks'));
  const found: readonly View[] = isThere(at(config, 'path')) ? [config] : disks;
  if (found.length === 0 && !isThere(at(config, 'payload'))) {
    const message = 'no disks of Cloud Hypervisor are found here';
    return foreign(source, message);
  }
  return readMachines(source, context, {
    format: 'cloud-hypervisor',
    hasOwnProgram: true,
    machines: [found],
    read: (views) => machineOf(positionOf(config), views.map(optionsOfView), cloudHypervisorDisk),
  });
}

interface Call {
  readonly at: Word;
  readonly words: readonly Word[];
}

const program = /(^|\/)cloud-hypervisor(-static)?(-\w+)?$/;

function callOf({ words }: Command): Call | null {
  const index = words.findIndex(({ text }) => program.test(text));
  const at = words[index];
  const after = words.slice(index + 1);
  const isCall = after.some(({ text }) =>
    /^--(disk|kernel|firmware|api-socket|cpus|memory)(=|$)/.test(text),
  );
  return at === undefined || !isCall ? null : { at, words: after };
}

function fromText(source: SourceText, context: ReadContext): ReadResult {
  const { calls, error } = findCalls(source.text, {
    callOf,
    endOf: ({ words }) => words.at(-1)?.end ?? 0,
    lineStart: lineStartOf('cloud-hypervisor[\\w-]*'),
    isScriptWord: (word) => program.test(word),
  });
  const { requests } = findRequests(source.text);
  const bodies = requests.filter(({ url }) => /\/vm\.(create|add-disk)$/.test(url));
  if (error !== null) return { diagnostics: [diagnosticAt(source, error, error.message)] };
  const machines = [
    ...calls.map((call) => () => machineOfCall(source, call)),
    ...bodies.map((body) => () => machineOfBody(source, body)),
  ];
  if (machines.length === 0) {
    const message = 'no start of Cloud Hypervisor is found here';
    return foreign(source, message);
  }
  return readMachines(source, context, {
    format: 'cloud-hypervisor',
    hasOwnProgram: true,
    machines,
    read: (machine) => machine(),
  });
}

/** `--disk path=a path=b`: as many as follow. */
function machineOfCall(source: SourceText, { at: start, words }: Call): VmDefinition {
  const disks: Options[] = [];
  let isDisk = false;
  for (const word of words) {
    if (word.text.startsWith('-')) isDisk = word.text === '--disk';
    else if (isDisk && !/^(\.{3}|…)$/.test(word.text)) disks.push(readOptions(source, word, ''));
  }
  const machine = machineOf(positionAt(source, start), disks, cloudHypervisorDisk);
  const hidden = words.filter(({ text }) => isUnknown(text) && !/[=/.]/.test(text));
  const notes = hidden.map((word) => {
    const text = source.text.slice(word.start, word.end);
    return note(
      'unreadable',
      `\`${text}\` may add disks: what it holds is not known here`,
      positionAt(source, word),
    );
  });
  return { ...machine, notes: [...machine.notes, ...notes] };
}

function machineOfBody(source: SourceText, request: Request): VmDefinition {
  const options = bodyOptions(source, request);
  const isDisk = /add-disk$/.test(request.url);
  const where = positionAt(source, request.body);
  const machine = machineOf(
    where,
    isDisk ? [options] : listed(options, 'disks'),
    cloudHypervisorDisk,
  );
  const notes = options.error === '' ? [] : [note('unreadable', options.error, where)];
  return { ...machine, notes: [...machine.notes, ...notes] };
}
