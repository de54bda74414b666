import type { ConfigNote } from '../../model/vm-disk.js';
import { nested } from '../document/nested.js';
import { at, isThere, members, positionOf, textOf, type View } from '../document/view.js';
import { openNote } from '../draft.js';
import { scriptsOf } from '../formats.js';
import { laterChanges } from '../later-changes.js';
import { sourceText } from '../text.js';
import type { Module, Resource } from './resource.js';
import { unreadTypes } from './unread-types.js';

const machines = new RegExp(`^(${unreadTypes}|multipass_instance)$`);
const manifests = /^kube(rnetes|ctl)_manifest$/;

/** Machines beside those that are read: nobody may take what is said here for all of them. */
export function passedOver({ resources }: Module): readonly ConfigNote[] {
  return resources.flatMap((resource) => [...ofResource(resource), ...commandsOf(resource)]);
}

function ofResource(resource: Resource): readonly ConfigNote[] {
  const what = whatIsUnread(resource);
  if (what === '') return [];
  const { address, body } = resource;
  return [openNote('unreadable', `${address} ${what}`, positionOf(body))];
}

/** '' for what is no machine. */
function whatIsUnread({ type, body }: Resource): string {
  if (type === 'module') return makesMachines(body) ? ofModule : '';
  if (manifests.test(type)) return ofManifest(body);
  // One of Incus is a container unless it says otherwise.
  const isContainer = /^(incus|lxd)_/.test(type) && /^(container)?$/.test(kindOf(body));
  return machines.test(type) && !isContainer ? ofOthers : '';
}

const ofOthers = 'is a machine of another provider, which is not read';
const ofModule = 'may make machines with these settings, which is not read: give a plan';
const ofFile = 'may be a machine, which is not read: give a plan, or the file';

function ofManifest(body: View): string {
  const found = [at(body, 'manifest'), at(body, 'yaml_body')].filter(isThere);
  if (found.some(({ node }) => node?.kind === 'unknown')) return ofFile;
  const isMachine = found.some((view) =>
    /^VirtualMachine|^kind:\s*VirtualMachine/m.test(textOf(at(view, 'kind')) || textOf(view)),
  );
  return isMachine ? ofOthers : '';
}

/** What only a run knows may be a machine. */
function kindOf(body: View): string {
  const view = at(body, 'type');
  return view.node?.kind === 'unknown' ? view.node.text : textOf(view);
}

const ofDisks = /^((disk|drive)s?(_\w*)?|(disk_)?cache(_mode)?|scsi\d+|virtio\d+)$/;

/** A module of this repository is read where it stands. */
function makesMachines(body: View): boolean {
  const isNear = /^\.{0,2}\//.test(textOf(at(body, 'source')));
  return !isNear && members(body).some(([key]) => ofDisks.test(key));
}

/** Commands that somebody runs when the resource is made. */
function commandsOf({ address, body }: Resource): readonly ConfigNote[] {
  const found = nested(at(body, 'provisioner')).filter((view) => isAboutMachines(textOf(view)));
  return found.map((view) => {
    const message = `what ${address} starts or changes with a command is not read`;
    return openNote('unreadable', message, positionOf(view));
  });
}

const isAboutMachines = (text: string): boolean =>
  scriptsOf(text, 'provisioner.sh').length > 0 || laterChanges(sourceText('', text)).length > 0;
