import type { DiskClassId } from '../catalogue/disk-classes.js';
import type { DefinitionFormat } from '../config/formats.js';
import type { FailOn } from '../gate/summary.js';
import type { EffortOption, Progress, RunOptions } from '../run/options.js';

/** A definition that lies in no file. */
export interface DefinitionText {
  /**
   * What messages and results call it, as if it were a file, so that no other definition may be called so; its
   * ending helps to tell the format.
   */
  readonly name: string;
  /** All that the file would hold. */
  readonly text: string;
}

/** A baseline that lies in no file. */
export interface BaselineText {
  /** What messages and results call it, as if it were a file. */
  readonly name: string;
  /** All that the file would hold: what `baselineDefinitions` gave, or `blkcheck run --write-base` wrote. */
  readonly text: string;
}

/** Which definitions of virtual machines are read, and how. */
export interface DefinitionOptions {
  /**
   * Files, folders, patterns of files (`vms/**` and the like; `-` for standard input), and texts. There is no
   * default: at least one.
   */
  readonly definitions: readonly (string | DefinitionText)[];
  /**
   * The disks that are meant, by their id, or as `machine/id`; patterns as in `blkcheck.config.yaml` (`web*` for
   * each that is called so, `*` stops at a slash), and with `!` before it what is left out. At least one, and a
   * name of nothing is a mistake; all disks by default.
   */
  readonly only?: readonly string[];
  /** The format of all of them; each is recognised by its content by default. */
  readonly inputFormat?: DefinitionFormat;
  /** QEMU's version that will run them, as in `9.2`; by default the site's file says it, else the profile. */
  readonly qemu?: string;
  /**
   * The file that says what lies below QEMU; by default the `blkcheck.config.yaml` of the current folder, or
   * of the next one above it in the repository, if there is one.
   */
  readonly siteFile?: string;
  /** A Proxmox VE host's `storage.cfg`; none by default. */
  readonly storageFile?: string;
  /** Passes over named files that are no definitions; they are mistakes by default. */
  readonly ignoreUnknown?: boolean;
}

/** What `checkDefinitions` may be told: how definitions are read, and how their disks are judged. */
export interface CheckOptions
  extends DefinitionOptions,
    Pick<
      RunOptions,
      'files' | 'scenarios' | 'suites' | 'profile' | 'assume' | 'parameters' | EffortOption
    > {
  /**
   * A revision of the git repository, or a folder, with another state of the same files, or a baseline of it, as
   * the file that `blkcheck run --write-base` wrote or as a text: only disks that a change made worse are reported
   * and counted. It is for all disks, so not with `only`; of definitions that are texts only a baseline can be
   * one. None by default.
   */
  readonly base?: string | BaselineText;
  /** A file of waivers; by default the `blkcheck.waivers.yaml` of the current folder, if there is one. */
  readonly waiversFile?: string;
  /** The day on which waivers must still hold, as in `2027-01-31`; today in UTC by default. */
  readonly today?: string;
  /** Verdicts that `summary.exitCode` tells of; `unsafe,inconclusive` by default. */
  readonly failOn?: FailOn;
}

/** What every search for changes may be told. */
export interface ChangeSearchOptions
  extends Pick<
    RunOptions,
    | 'files'
    | 'scenarios'
    | 'suites'
    | 'profile'
    | 'assume'
    | 'parameters'
    | 'maxExecutions'
    | 'signal'
  > {
  /** The kind of disk for which costs are estimated; `hdd-7200` by default. */
  readonly diskClass?: DiskClassId;
  /** Dimensions that must stay as they are, by the keys of a configuration's name; none by default. */
  readonly keep?: readonly string[];
}

/** What `fix` may be told. */
export interface FixStackOptions extends ChangeSearchOptions, Pick<RunOptions, 'faults'> {
  /** What is to be made safe: `frontend/cache`, then `@key=value,...` for what is not the profile's. */
  readonly stack: string;
}

/** What `fixDefinitions` may be told. */
export interface FixDefinitionsOptions extends DefinitionOptions, ChangeSearchOptions {
  /** Called before each answer; `done` and `total` count groups of like disks. Not by default. */
  readonly onProgress?: (progress: Progress) => void;
}

/** What `explainDefinitions` may be told. */
export interface ExplainDefinitionsOptions extends DefinitionOptions, Pick<RunOptions, 'profile'> {}
