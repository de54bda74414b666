import { at, isThere, items, members, textOf, type View, viewOf } from '../document/view.js';
import { readYaml } from '../document/yaml.js';
import { foreign, type ReadContext, type ReadResult } from '../reader.js';
import type { SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import { type Neighbours, readInstance } from './instance.js';
import { addPools } from './pool.js';

interface Found {
  readonly instances: readonly View[];
  readonly profiles: readonly View[];
  readonly pools: readonly View[];
}

/** Instances and profiles as `incus config show`, `incus list` and a preseed have them, and LXD's. */
export function readIncus(source: SourceText, context: ReadContext): ReadResult {
  const yaml = readYaml(source);
  if ('diagnostics' in yaml) return yaml;
  const found = sorted(yaml.documents.flatMap((document) => objectsOf(viewOf(source, document))));
  const containers = found.instances.filter(isContainer);
  const machines = found.instances.filter((view) => !isContainer(view));
  const alone = found.instances.length === 0 ? found.profiles : [];
  if (machines.length + alone.length === 0) {
    const message =
      containers.length > 0
        ? 'these are containers, which have no disks of QEMU'
        : 'no instance of Incus or LXD is found here';
    return foreign(source, message);
  }
  const neighbours = neighboursOf(found, foundBeside(context.companions));
  return readMachines(source, context, {
    format: 'incus',
    machines: [...machines, ...alone],
    read: (instance) => readInstance(instance, neighbours, context),
    assumptions: machines.every(isMachine)
      ? []
      : [{ key: 'type', value: 'virtual-machine', by: 'an instance does not say what it is' }],
  });
}

/** What was read once of the texts beside, which are the same for all files of an input. */
const beside = new WeakMap<readonly SourceText[], Found>();

function foundBeside(texts: readonly SourceText[]): Found {
  const known = beside.get(texts);
  if (known !== undefined) return known;
  const objects = texts.flatMap((text) => {
    const read = readYaml(text);
    return 'diagnostics' in read
      ? []
      : read.documents.flatMap((each) => objectsOf(viewOf(text, each)));
  });
  const found = sorted(objects);
  beside.set(texts, found);
  return found;
}

function neighboursOf(own: Found, others: Found): Neighbours {
  const profiles = new Map<string, View>();
  const pools = new Map<string, View>();
  for (const found of [others, own]) {
    for (const view of found.profiles) {
      profiles.set(textOf(at(view, 'name')), at(view, 'devices'));
    }
    addPools(pools, found.pools);
  }
  return { profiles, pools };
}

/** A document is one object, a list of them, or a preseed with several lists. */
function objectsOf(document: View): readonly View[] {
  if (document.node?.kind === 'list') return items(document).flatMap(objectsOf);
  const lists = ['instances', 'profiles', 'storage_pools'].flatMap((key) =>
    isThere(at(document, 'devices')) ? [] : items(at(document, key)),
  );
  return lists.length > 0 ? lists : [document];
}

function sorted(objects: readonly View[]): Found {
  const hasDevices = (view: View) =>
    members(at(view, 'devices')).length > 0 || members(at(view, 'expanded_devices')).length > 0;
  const pools = objects.filter((view) => isThere(at(view, 'driver')));
  const rest = objects.filter((view) => hasDevices(view) || isThere(at(view, 'profiles')));
  return {
    pools,
    profiles: rest.filter(isProfile),
    instances: rest.filter((view) => !isProfile(view)),
  };
}

/** An instance says what it is made of; a profile does not. */
function isProfile(view: View): boolean {
  return !['profiles', 'ephemeral', 'architecture', 'type', 'stateful', 'expanded_devices'].some(
    (key) => isThere(at(view, key)),
  );
}

function isContainer(view: View): boolean {
  const type = textOf(at(view, 'type'));
  if (type !== '') return type === 'container';
  const keys = [...members(at(view, 'config')), ...members(at(view, 'expanded_config'))];
  return keys.some(([key]) => /^volatile\.(idmap|last_state\.idmap)/.test(key));
}

function isMachine(view: View): boolean {
  return textOf(at(view, 'type')) === 'virtual-machine';
}
