import type { UnreadFile } from '../model/gate-result.js';
import { type DiskSite, unjudgedReason } from '../model/site.js';
import type { Position, VmDisk, VmFile } from '../model/vm-disk.js';
import { readConfigs } from '../run/definitions/read-configs.js';
import { checkedOptions } from './check-options.js';
import { configOptionsOf } from './config-options.js';
import type { DefinitionOptions } from './definition-options.js';
import { definitionEntries } from './option-schemas.js';
import { inOptionWords } from './option-words.js';

/** A disk of a definition, with what lies below QEMU and above it in the guest. */
export interface DefinedDisk {
  /** The file, or the name of the text, that defines it. */
  readonly file: string;
  /** The machine's name; '' where it has none. */
  readonly machine: string;
  /** What the definition says of it; the same object as in `files`. */
  readonly disk: VmDisk;
  /** What the site's file says of it, or is assumed where it says nothing. */
  readonly site: DiskSite;
  /** Why `checkDefinitions` would not judge it; '' where it would. */
  readonly unjudged: string;
}

/** What definitions of virtual machines say, as `blkcheck config --json` prints it, with whole facts. */
export interface Definitions {
  /** The files and texts that are definitions, in the order of their names within each folder. */
  readonly files: readonly VmFile[];
  /** Every disk of them, in their order. */
  readonly disks: readonly DefinedDisk[];
  /** Files of folders that were not read, because they are templates that nobody has filled in. */
  readonly templates: readonly string[];
  /** Files of folders that have machines, in formats that are not read. */
  readonly strangers: readonly UnreadFile[];
  /** How many other files of folders are no definitions. */
  readonly passedOver: number;
  /** The `blkcheck.config.yaml` that counts; '' where there is none. */
  readonly siteFile: string;
  /** Rules of that file that fit no disk of these. */
  readonly unusedRules: readonly Position[];
}

/** of-definitions.ts says what it does, and loads it. */
export async function readDefinitions(options: DefinitionOptions): Promise<Definitions> {
  const checked = checkedOptions(definitionEntries, options, ['definitions']);
  const read = await inOptionWords(async () => readConfigs(configOptionsOf(checked)));
  const { files, sites, templates, strangers, passedOver, siteFile, unusedRules } = read;
  const disks = files.flatMap(({ file, definitions }) =>
    definitions.flatMap(({ name: machine, disks: own }) =>
      own.flatMap((disk): DefinedDisk[] => {
        const site = sites.get(disk);
        const unjudged = unjudgedReason(disk, sites);
        return site === undefined ? [] : [{ file, machine, disk, site, unjudged }];
      }),
    ),
  );
  return { files, disks, templates, strangers, passedOver, siteFile, unusedRules };
}
