import { isQemuVersion, neverReleased } from '../../catalogue/releases/nearest-release.js';
import { isCompanion } from '../../config/companions.js';
import { type DefinitionFormat, formatIds, isPage, isProgram } from '../../config/formats.js';
import { siteOf } from '../../config/site/resolve.js';
import { type SiteSubject, unusedRules } from '../../config/site/rules.js';
import { isUnrendered } from '../../config/template.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { UnreadFile } from '../../model/gate-result.js';
import type { DiskSite } from '../../model/site.js';
import type { Position, VmDisk, VmFile } from '../../model/vm-disk.js';
import { didYouMean } from '../../scenario/language/suggest.js';
import { UsageError, usageError } from '../usage-error.js';
import { type ConfigInput, type NamedText, readInputs } from './config-inputs.js';
import { type ContextOf, contextsOf } from './contexts.js';
import {
  changesOthers,
  isStrange,
  nothingFound,
  notRecognised,
  unreadFiles,
} from './not-recognised.js';
import { onlyDisks } from './only-disks.js';
import { readText } from './read-text.js';
import { loadSite } from './site-file.js';

export interface ConfigOptions {
  /** Files, folders, or `-`. */
  readonly names: readonly string[];
  /** Definitions that lie in no file, which may refer to one another and to no file. */
  readonly texts?: readonly NamedText[];
  /** Those of the names that a pattern fits: like files of a folder they may be anything. */
  readonly found: readonly string[];
  /** Which disks are meant: ids or `machine/id`, or patterns of these, `!` before what is not; all by default. */
  readonly only?: readonly string[];
  /** '' to recognise each. */
  readonly format: string;
  /** '' where nobody says. */
  readonly qemuVersion: string;
  /** A Proxmox VE host's storage.cfg; '' for none. */
  readonly storageFile: string;
  /** What messages call standard input; '' for a plain name. */
  readonly stdinName: string;
  /** A blkcheck.config.yaml; '' to look for one. */
  readonly siteFile: string;
  /** What no format takes is passed over, even where it was named, and even if nothing else is there. */
  readonly ignoreUnknown: boolean;
  /** What is there is compared with what was, so that nothing is something to tell. */
  readonly mayBeEmpty: boolean;
  /**
   * A folder that holds another state of the files, to which their names are relative. Its mistakes
   * are those of the past, and are passed over. '' for the files themselves.
   */
  readonly pastFolder: string;
}

export interface ReadConfigs {
  readonly files: readonly VmFile[];
  /** One file was named, or standard input. */
  readonly isSingle: boolean;
  /** Files of folders that are no definitions. */
  readonly passedOver: number;
  /** Files of folders that look like definitions, and are templates that nobody has filled in. */
  readonly templates: readonly string[];
  /** Files of folders that have machines, in formats that are not read. */
  readonly strangers: readonly UnreadFile[];
  /** What lies below each disk, and above it in the guest. */
  readonly sites: ReadonlyMap<VmDisk, DiskSite>;
  /** The blkcheck.config.yaml that counts; '' where there is none. */
  readonly siteFile: string;
  /** Its rules that fit no disk, where whoever names files names all that they have. */
  readonly unusedRules: readonly Position[];
  /** That somebody gives; '' where nobody does. */
  readonly qemuVersion: string;
  /** By the names of the files. */
  readonly texts: ReadonlyMap<string, string>;
  /** These, what they name, and the site's file: all that a finding may stand in. */
  readonly shownTexts: ReadonlyMap<string, string>;
}

/**
 * Reads definitions of machines.
 *
 * @throws UsageError with all mistakes of all files, and where nothing is found.
 */
export async function readConfigs(options: ConfigOptions): Promise<ReadConfigs> {
  const forced = forcedFormat(options.format);
  checkVersion(options.qemuVersion);
  const isPast = options.pastFolder !== '';
  const { names, pastFolder, ignoreUnknown } = options;
  const { inputs: ofFiles, isSingle } = await readInputs(options, pastFolder);
  const all = [...ofFiles, ...(options.texts ?? []).map(asInput)];
  const inputs = ignoreUnknown ? all.filter(isLikely).map(asFound) : all;
  const site = await loadSite(options.siteFile);
  const qemuVersion = options.qemuVersion || String(site?.file.qemu ?? '');
  if (!isPast) checkReleased(qemuVersion);
  const { contextOf, beside } = contextsOf(inputs, qemuVersion, options.storageFile);
  const { files, diagnostics, unknown, ...rest } = await readEach(inputs, forced, contextOf);
  const templates = rest.templates.map(({ file }) => file);
  const isRefused = ({ isNamed, text }: ConfigInput) => isNamed && !isCompanion(text);
  diagnostics.push(...unknown.filter(isRefused).map(notRecognised));
  const strangers = unknown.flatMap(unreadFiles);
  const passedOver = unknown.filter(({ isNamed }) => !isNamed).length - strangers.length;
  if (diagnostics.length > 0 && !isPast) throw new UsageError(diagnostics);
  const mayBeEmpty = isPast || ignoreUnknown || options.mayBeEmpty;
  if (files.length === 0 && !mayBeEmpty) throw nothingFound(names, templates, strangers);
  const texts = new Map(inputs.map(({ name, text }) => [name, text]));
  const siteFile = site?.source.file ?? '';
  const ofSite = site === null ? [] : [[siteFile, site.source.text] as const];
  const shownTexts = new Map([...beside, ...ofSite, ...texts]);
  const subjects = subjectsIn(files);
  const sites = new Map(subjects.map((each) => [each.disk, siteOf(site, each)]));
  // A hook is given what was changed, and a rule may be about the rest.
  const isPart = ignoreUnknown || isPast || subjects.length === 0;
  const unused = site === null || isPart ? [] : unusedRules(site, subjects);
  const found = {
    files: onlyDisks(files, options.only ?? []),
    isSingle,
    passedOver,
    templates,
    strangers,
    texts,
    shownTexts,
  };
  return { ...found, sites, siteFile, unusedRules: unused, qemuVersion };
}

function asInput({ name, text }: NamedText): ConfigInput {
  return { name, path: '', text, isNamed: true };
}

const isLikely = ({ name, text }: ConfigInput) => !isPage(name) && !isProgram(name, text);

/** As if it had been found in a folder. */
const asFound = (input: ConfigInput) => ({ ...input, isNamed: false });

/** The definitions among some texts. */
interface ReadEach {
  readonly files: VmFile[];
  readonly diagnostics: Diagnostic[];
  /** No format takes them for its own. */
  readonly unknown: readonly ConfigInput[];
  /** The first mistake of each in a folder that is a template, and cannot be read before it is filled in. */
  readonly templates: readonly Diagnostic[];
}

/** @param forced - null to recognise each */
export async function readEach(
  inputs: readonly ConfigInput[],
  forced: DefinitionFormat | null,
  contextOf: ContextOf,
): Promise<ReadEach> {
  const files: VmFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const unknown: ConfigInput[] = [];
  const templates: Diagnostic[] = [];
  const unrecognised: ConfigInput[] = [];
  for (const input of inputs) {
    const result = await readText(input, forced, contextOf(input));
    if (result === null) unrecognised.push(input);
    else if ('read' in result && startsNothing(result.read) && isStrange(input, forced))
      unknown.push(input);
    else if ('read' in result) files.push(result.read);
    else if (result.isForeign && !input.isNamed && changesOthers(input))
      templates.push(...result.diagnostics.slice(0, 1));
    else if (result.isForeign && (!input.isNamed || isStrange(input, forced))) unknown.push(input);
    else if (!input.isNamed && isUnrendered(input.name, result.diagnostics))
      templates.push(...result.diagnostics.slice(0, 1));
    else diagnostics.push(...result.diagnostics);
  }
  const hasMachines = files.some(({ format }) => format === 'kubevirt');
  for (const input of unrecognised) {
    if (hasMachines && isPatch(input)) templates.push(notRecognised(input));
    else unknown.push(input);
  }
  return { files, diagnostics, unknown, templates };
}

/** QEMU is named, in a comment of something else maybe, and given no disk. */
function startsNothing({ format, definitions }: VmFile): boolean {
  const isEmpty = definitions.every(
    ({ disks, skipped, notes }) => disks.length + skipped.length + notes.length === 0,
  );
  return format === 'qemu' && isEmpty;
}

/** Of machines of Kubernetes, although it has no word of theirs in it. */
function isPatch(input: ConfigInput): boolean {
  return !input.isNamed && /\.(ya?ml|json)$/i.test(input.name) && changesOthers(input);
}

function subjectsIn(files: readonly VmFile[]): readonly SiteSubject[] {
  return files.flatMap(({ file, definitions }) => {
    const isOneOfSeveral = definitions.length > 1;
    return definitions.flatMap((definition) =>
      definition.disks.map((disk) => ({ file, definition, isOneOfSeveral, disk })),
    );
  });
}

/** @throws UsageError for a name that is no format. */
function forcedFormat(name: string): DefinitionFormat | null {
  if (name === '') return null;
  const known = formatIds.find((id) => id === name);
  if (known !== undefined) return known;
  throw usageError(`unknown format \`${name}\``, didYouMean(name, formatIds));
}

function checkVersion(version: string): void {
  if (version === '' || isQemuVersion(version)) return;
  throw usageError(`--qemu is a version such as 9.2, not \`${version}\``);
}

/** By `--qemu`, or by `blkcheck.config.yaml`. */
function checkReleased(version: string): void {
  const because = neverReleased(version);
  if (because !== '') throw usageError(because, 'blkcheck list qemu');
}
