import type { VmDefinition } from '../../model/vm-disk.js';
import { readJson } from '../document/json.js';
import { at, isThere, items, positionOf, textOf, type View, viewOf } from '../document/view.js';
import type { Option, Options } from '../qemu/options.js';
import { foreign, type ReadContext, type ReadResult } from '../reader.js';
import { isUnknown, unknownMark } from '../shell/word.js';
import { diagnosticAt, positionAt, type SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import { bodyOptions, findRequests, type Request } from './curl.js';
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
  const read = bodies.map((request) => driveOf(source, request, context));
  const broken = read.find((options) => options.error !== '');
  if (broken !== undefined)
    return { diagnostics: [diagnosticAt(source, broken.span, broken.error)] };
  if (bodies.length === 0) {
    return foreign(source, 'no request for a drive of Firecracker is found here');
  }
  const drives = new Map<string, Options>();
  for (const [index, request] of bodies.entries()) {
    const options = read[index];
    if (options !== undefined) drives.set(request.url, options);
  }
  const [first] = bodies;
  const at_ = positionAt(source, first?.body ?? { start: 0, end: 1 });
  return readMachines(source, context, {
    format: 'firecracker',
    hasOwnProgram: true,
    machines: [[...drives.values()]],
    read: (all) => machineOf(at_, all, firecrackerDrive),
  });
}

/** What a request says of a drive, or the file that its body is in. */
function driveOf(source: SourceText, request: Request, { related }: ReadContext): Options {
  if (!request.isFile) return bodyOptions(source, request);
  const name = request.body.text.slice(1);
  const file = isUnknown(name) ? null : related(name);
  const read = file === null ? null : readJson(file);
  if (file === null || read === null || 'diagnostics' in read) return unknownDrive(source, request);
  return optionsOfView(viewOf(file, read.documents[0] ?? null));
}

const settings = ['path_on_host', 'cache_type', 'io_engine'];

/** A drive of which the request says only the name. */
function unknownDrive(source: SourceText, { url, body }: Request): Options {
  const span = { start: body.start, end: body.end };
  const unknown = settings.map((key): Option => ({ key, value: unknownMark, span, source }));
  const id = url.slice(url.lastIndexOf('/') + 1);
  const list = [...unknown, { key: 'drive_id', value: id, span, source }];
  return { list, span, source, opaque: null, error: '' };
}
