import { aioIds } from '../../model/configuration.js';
import type { SaidOfGuest } from '../../model/disk-source.js';
import type { ConfigNote, SkippedDrive, VmDefinition, VmDisk } from '../../model/vm-disk.js';
import { filledNotes } from '../document/filled.js';
import { at, isThere, items, positionOf, textOf, type View } from '../document/view.js';
import { finishDisk, note } from '../draft.js';
import { unresolved, written } from '../fact.js';
import { guestNamed } from '../guest-names.js';
import { isTemplate } from '../template.js';
import { type Claim, claimsOfTemplates } from './claims.js';
import { readDisk, type Surroundings } from './disk.js';
import { namespaceOf, type Preferences, preferenceOf } from './preference.js';

const ofNode = ['spec', 'template', 'spec', 'virtualMachineTemplate'];

/** Where each kind keeps the machine's own description. */
const templates: Readonly<Record<string, readonly string[]>> = {
  VirtualMachine: ['spec', 'template'],
  VirtualMachineInstance: [],
  VirtualMachineInstanceReplicaSet: ['spec', 'template'],
  VirtualMachinePool: ['spec', 'virtualMachineTemplate', 'spec', 'template'],
  // Nodes of a cluster: kubernetes-sigs/cluster-api-provider-kubevirt, api/v1alpha1.
  KubevirtMachineTemplate: [...ofNode, 'spec', 'template'],
};

/** Where a kind keeps a whole VirtualMachine, with its preference. */
const owners: Readonly<Record<string, readonly string[]>> = {
  VirtualMachinePool: ['spec', 'virtualMachineTemplate'],
  KubevirtMachineTemplate: ofNode,
};

export function isMachine(document: View): boolean {
  return Object.hasOwn(templates, textOf(at(document, 'kind')));
}

export function readMachine(
  document: View,
  beside: { readonly preferences: Preferences; readonly claims: readonly Claim[] },
  qemuVersion: string,
): VmDefinition {
  const kind = textOf(at(document, 'kind'));
  const template = at(document, ...(templates[kind] ?? []));
  const spec = at(template, 'spec');
  const type = at(spec, 'domain', 'machine', 'type');
  const machineType = isThere(type) ? written(textOf(type), positionOf(type)) : null;
  const owner = at(document, ...(owners[kind] ?? []));
  const namespace = namespaceOf(document);
  const around: Surroundings = {
    architecture: textOf(at(spec, 'architecture')),
    machineType,
    qemuVersion,
    preference: preferenceOf(owner, namespace, beside.preferences),
    namespace,
    claims: [...claimsOfTemplates(owner, namespace), ...beside.claims],
  };
  const { disks, skipped } = readDisks(spec, around);
  const hooks = hooksOf(template);
  const guest = guestOf(document, template, at(owner, 'spec', 'preference'));
  return {
    ...namesOf(document),
    ...(guest === undefined ? {} : { guest }),
    at: positionOf(at(document, 'kind')),
    machineType,
    disks: disks.map((disk) => finishDisk(hooks === null ? disk : hooked(disk, hooks))),
    skipped,
    notes: [...(hooks === null ? [] : [hookNote(hooks)]), ...emptyNotes(spec)],
  };
}

/**
 * Labels and annotations of KubeVirt's common templates and of its console, and the name of a preference,
 * which KubeVirt's own are called by their system: `windows.11`, `fedora`.
 */
function guestOf(document: View, template: View, preference: View): SaidOfGuest | undefined {
  const named = ['kubevirt.io/os', 'vm.kubevirt.io/os'].flatMap((key) =>
    [template, document].flatMap((holder) =>
      ['annotations', 'labels'].map((kind) => at(holder, 'metadata', kind, key)),
    ),
  );
  for (const view of [...named, at(preference, 'name')]) {
    const guest = guestNamed(textOf(view), positionOf(view));
    if (guest !== undefined) return guest;
  }
  return undefined;
}

/** Two machines of one name are two in two namespaces. */
function namesOf(document: View): Pick<VmDefinition, 'name' | 'qualified'> {
  const name = textOf(at(document, 'metadata', 'name'));
  if (isTemplate(name)) return { name: '' };
  const namespace = namespaceOf(document);
  return namespace === '' ? { name } : { name, qualified: `${namespace}/${name}` };
}

interface Disks {
  readonly disks: readonly VmDisk[];
  readonly skipped: readonly SkippedDrive[];
}

function readDisks(spec: View, around: Surroundings): Disks {
  const disks: VmDisk[] = [];
  const skipped: SkippedDrive[] = [];
  const volumes = new Map(
    items(at(spec, 'volumes')).map((view) => [textOf(at(view, 'name')), view]),
  );
  const elements = items(at(spec, 'domain', 'devices', 'disks'));
  const named = new Set(elements.map((view) => textOf(at(view, 'name'))));
  const shares = new Set(
    items(at(spec, 'domain', 'devices', 'filesystems')).map((view) => textOf(at(view, 'name'))),
  );
  // A volume that no disk names gets one. KubeVirt, pkg/defaults.
  const implied = [...volumes].filter(([name]) => !named.has(name) && !shares.has(name));
  for (const element of [...elements, ...implied.map(([, view]) => view)]) {
    const volume = volumes.get(textOf(at(element, 'name'))) ?? null;
    const isImplied = volume === element;
    if (isImplied && isThere(at(element, 'memoryDump'))) continue;
    const found = readDisk(element, volume, around);
    if ('skipped' in found) skipped.push(found.skipped);
    else disks.push(found.disk);
  }
  return { disks, skipped };
}

const hookKey = 'hooks.kubevirt.io/hookSidecars';

/** Programs that rewrite the domain before libvirt sees it. */
function hooksOf(template: View): View | null {
  const hooks = at(template, 'metadata', 'annotations', hookKey);
  return isThere(hooks) ? hooks : null;
}

function hookNote(hooks: View): ConfigNote {
  const message = 'hook sidecars rewrite the machine: what they make of its disks is not known';
  return note('passthrough', message, positionOf(hooks));
}

/** What may have disks, where a template has them. */
function filledIn(spec: View): readonly View[] {
  const devices = at(spec, 'domain', 'devices');
  const lists = [at(devices, 'disks'), at(spec, 'volumes')];
  return [spec, at(spec, 'domain'), devices, ...lists, ...lists.flatMap(items)];
}

function emptyNotes(spec: View): readonly ConfigNote[] {
  const filled = filledNotes(filledIn(spec));
  if (filled.length > 0) return filled;
  if (isThere(at(spec, 'volumes'))) return [];
  const disks = at(spec, 'domain', 'devices', 'disks');
  if (items(disks).length > 0) return [note('unreadable', ofPatch, positionOf(disks))];
  if (isThere(at(spec, 'domain'))) return [];
  const message = 'neither a domain nor volumes are described here: the disks are not known';
  return [note('unreadable', message, positionOf(spec))];
}

/** KubeVirt takes no machine with a disk that has no volume; Kustomize merges one into another. */
const ofPatch =
  'disks without volumes, as in a patch: what it changes is not known; check what `kubectl kustomize` prints';

function hooked(disk: VmDisk, hooks: View): VmDisk {
  const where = positionOf(hooks);
  const either = unresolved<boolean>(hookKey, where, [true, false]);
  const { caches: _, ...rest } = disk;
  return {
    ...rest,
    caches: [],
    frontend: unresolved(hookKey, where),
    writeback: either,
    direct: either,
    noFlush: either,
    aio: unresolved(hookKey, where, aioIds),
  };
}
