import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { machineVersion } from '../../config/qemu/machine.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { type ForgeId, forgeIds, type NamedVersion, type Survey } from '../../model/survey.js';
import type { VmFile } from '../../model/vm-disk.js';
import { usageError } from '../usage-error.js';
import { type ConfigInput, filesBelow, quietText } from './config-inputs.js';
import { contextsOf } from './contexts.js';
import { eachOnce } from './each-once.js';
import { isPassedOver } from './passed-over.js';
import { readEach } from './read-configs.js';

/** More than anybody keeps in one repository. */
const filesMax = 100_000;

/** The root of the repository that this folder is in, else this folder. */
export function repositoryRoot(): string {
  const start = process.cwd();
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return relative(start, at) || '.';
    if (dirname(at) === at) return '.';
  }
}

/**
 * Looks at a repository with the readers: what defines machines, and what could check them.
 *
 * @param root - of the repository
 * @throws UsageError where nothing defines a disk.
 */
export async function surveyOf(root: string): Promise<Survey> {
  const unread: Diagnostic[] = [];
  const inputs = eachOnce(namesIn(root).flatMap((name) => inputOf(root, name, unread)));
  const { files, diagnostics, templates } = await readEach(
    inputs,
    null,
    contextsOf(inputs, '', '').contextOf,
  );
  const found = files.filter(({ definitions }) =>
    definitions.some(({ disks }) => disks.length > 0),
  );
  if (found.length === 0) {
    throw usageError('no VM definition with a disk is found here', 'blkcheck list formats');
  }
  const forges = forgeIds.filter((id) => existsSync(join(root, signs[id])));
  const refused = [...unread, ...diagnostics, ...templates];
  return { files: found, refused, versions: versionsOf(found), forges };
}

const signs: Readonly<Record<ForgeId, string>> = {
  github: '.github',
  gitlab: '.gitlab-ci.yml',
  'pre-commit': '.pre-commit-config.yaml',
};

function versionsOf(files: readonly VmFile[]): readonly NamedVersion[] {
  const versions = new Map<string, NamedVersion>();
  for (const { machineType } of files.flatMap(({ definitions }) => definitions)) {
    if (machineType?.known !== true) continue;
    const version = machineVersion(machineType.value)?.join('.');
    if (version === undefined || versions.has(version)) continue;
    versions.set(version, { version, machineType: machineType.value, at: machineType.origin.at });
  }
  return [...versions.values()].sort((one, other) =>
    one.version.localeCompare(other.version, 'en', { numeric: true }),
  );
}

function inputOf(root: string, name: string, mistakes: Diagnostic[]): readonly ConfigInput[] {
  const path = join(root, name);
  const text = quietText(path, mistakes);
  return text === null ? [] : [{ name, path, text, isNamed: false }];
}

function namesIn(root: string): readonly string[] {
  const all = namesOfGit(root)?.filter((name) => !isPassedOver(name));
  const names = all ?? filesBelow(root).map((path) => relative(root, path));
  if (names.length > filesMax) throw usageError(`there are more than ${filesMax} files here`);
  return names;
}

/** What is or could be committed: what git ignores was made here. null outside of a repository. */
function namesOfGit(root: string): readonly string[] | null {
  if (!existsSync(join(root, '.git'))) return null;
  const parameters = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  try {
    const output = execFileSync('git', parameters, {
      cwd: root,
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const names = new Set(output.toString().split('\0'));
    return [...names].filter((name) => name !== '' && isFile(join(root, name))).sort();
  } catch {
    return null;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
