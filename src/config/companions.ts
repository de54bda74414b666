/** Disks of an instance, a profile or a preseed. */
const incusDisk = /(^|[\s{,"])type["']?\s*:\s*["']?disk\b/;
const incusSyntax = /(^|[\s{,"])(devices|expanded_devices|profiles|storage_pools)["']?\s*:/;
const incusPlace = /(^|[\s{,"])(pool|source|path|io\.cache|io\.bus)["']?\s*:/;
const incusPool =
  /^(storage_pools\s*:|driver\s*:\s*(dir|btrfs|zfs|lvm|ceph|lvmcluster|linstor|truenas)\b)/m;

/** Words of Incus may be values of its resources. */
export const terraformJson = /"(format_version|terraform_version|resource_changes)"\s*:/;

export function isIncus(text: string): boolean {
  if (/^\s*(apiVersion|services)\s*:/m.test(text) || terraformJson.test(text)) return false;
  return incusDisk.test(text) && incusSyntax.test(text) && incusPlace.test(text);
}

/** Of Kubernetes, with what machines refer to: what is said of a claim twice is not known. */
const kindOfOthers =
  /kind["']?\s*:\s*["']?(VirtualMachine(Cluster)?Preference|DataVolume|PersistentVolumeClaim)\b/;

/** Texts that others of the same input may refer to by name. */
export function isCompanion(text: string): boolean {
  return kindOfOthers.test(text) || isIncus(text) || incusPool.test(text);
}
