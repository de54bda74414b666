import { type Sites, unjudgedReason } from '../../model/site.js';
import type { Survey } from '../../model/survey.js';
import type { VmDefinition, VmDisk, VmFile } from '../../model/vm-disk.js';
import { inert } from '../text/inert.js';

/** A folder that images lie in, or that the nodes of volumes do. */
export interface DiskPlace {
  readonly folder: string;
  readonly isBlock: boolean;
  /** As a rule of the site's file would name them. */
  readonly disks: readonly string[];
}

/** Of a repository for which nobody has said anything. */
const unsaid: Sites = new Map();

/** Where disks that are judged lie, the fullest first; what is named by a variable lies nowhere. */
export function placesOf({ files }: Survey): readonly DiskPlace[] {
  const places = new Map<string, DiskPlace>();
  for (const { definition, disk } of files.flatMap(disksOf)) {
    const { kind, name } = disk.source;
    const folder = /^(\/[\w.@+ -]+)+(?=\/)/u.exec(name)?.[0] ?? '';
    const isBlock = kind.known && kind.value === 'block';
    const isFile = kind.known && kind.value === 'file';
    if (folder === '' || unjudgedReason(disk, unsaid) !== '' || !(isBlock || isFile)) continue;
    const key = `${isBlock} ${folder}`;
    const { disks } = places.get(key) ?? { disks: [] };
    const shown = inert(
      definition.name === '' || disk.id.startsWith(`${definition.name}/`)
        ? disk.id
        : `${definition.name}/${disk.id}`,
    );
    places.set(key, { folder, isBlock, disks: [...disks, shown] });
  }
  return [...places.values()].sort((one, other) => other.disks.length - one.disks.length);
}

function disksOf({ definitions }: VmFile) {
  return definitions.flatMap((definition: VmDefinition) =>
    definition.disks.map((disk: VmDisk) => ({ definition, disk })),
  );
}
