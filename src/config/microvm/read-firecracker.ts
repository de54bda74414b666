import type { VmDefinition } from '../../model/vm-disk.js';
import { readJson } from '../document/json.js';
import { at, isThere, items, positionOf, textOf, type View, viewOf } from '../document/view.js';
import type { Options } from '../qemu/options.js';
import { foreign, type ReadContext, type ReadResult } from '../reader.js';
import { diagnosticAt, positionAt, type SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import { bodyOptions, findRequests } from './curl.js';
import { optionsOfView } from './drive.js';
import { firecrackerDrive } from './firecracker-disk.js';
import { machineOf } from './machine.js';

/** Firecracker's configuration file, or the bodies that a script sends to its API. */
export function readFirecracker(source: SourceText, context: ReadContext): ReadResult {
  return /^\s*[{[]/.test(source.text) ? fromJson(source, context) : fromScript(source, context);
}

function fromJson(source: SourceText, context: ReadContext): ReadResult {
  const read = readJson(source);
  if ('diagnostics' in read) return read;
  const root = viewOf(source, read.documents[0] ?? null);
  const drives = items(at(root, 'drives'));
  const isBody = isThere(at(root, 'drive_id'));
  if (drives.length === 0 && !isBody && !isThere(at(root, 'boot-source'))) {
    const message = 'no drives of Firecracker are found here';
    return foreign(source, message);
  }
  return readMachines(source, context, {
    format: 'firecracker',
    hasOwnProgram: true,
    machines: [root],
    read: (machine) => machineOfJson(machine, isBody ? [machine] : drives),
  });
}

function machineOfJson(root: View, drives: readonly View[]): VmDefinition {
  const machine = machineOf(positionOf(root), drives.map(optionsOfView), firecrackerDrive);
  const memory = items(at(root, 'pmem')).map((view) => ({
    id: textOf(at(view, 'id')) || 'pmem',
    reason: 'persistent memory, which is no disk',
    at: positionOf(view),
  }));
  return { ...machine, skipped: [...machine.skipped, ...memory] };
}

/** `PUT /drives/ID`: all drives of a text are those of one machine. */
function fromScript(source: SourceText, context: ReadContext): ReadResult {
  const { requests, error } = findRequests(source.text);
  if (error !== null) return { diagnostics: [diagnosticAt(source, error, error.message)] };
  const bodies = requests.filter(({ url, method }) => /\/drives\//.test(url) && method === 'PUT');
  const broken = bodies.find((request) => bodyOptions(source, request).error !== '');
  if (broken !== undefined) {
    const { error: message } = bodyOptions(source, broken);
    return { diagnostics: [diagnosticAt(source, broken.body, message)] };
  }
  if (bodies.length === 0) {
    return foreign(source, 'no request for a drive of Firecracker is found here');
  }
  const drives = new Map<string, Options>();
  for (const request of bodies) drives.set(request.url, bodyOptions(source, request));
  const [first] = bodies;
  const at_ = positionAt(source, first?.body ?? { start: 0, end: 1 });
  return readMachines(source, context, {
    format: 'firecracker',
    hasOwnProgram: true,
    machines: [[...drives.values()]],
    read: (all) => machineOf(at_, all, firecrackerDrive),
  });
}
