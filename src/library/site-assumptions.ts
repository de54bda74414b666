import type { VmAssumption } from '../model/vm-disk.js';
import { assumedOfAll } from '../report/config/site-rows.js';
import type { GatePlan } from '../run/gate/gate-plan.js';

/** What lies around QEMU, as far as nobody says it. */
export function siteAssumptions({
  subjects,
  read,
}: Pick<GatePlan, 'subjects' | 'read'>): readonly VmAssumption[] {
  const disks = subjects.map(({ disk }) => disk);
  const by =
    read.siteFile === ''
      ? 'no blkcheck.config.yaml: blkcheck init writes one'
      : `not said in ${read.siteFile}`;
  return assumedOfAll(disks, read.sites).map(([key, value]) => ({ key, value, by }));
}
