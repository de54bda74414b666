import type { ConfigNote } from '../../model/vm-disk.js';
import { at, positionOf, textOf } from '../document/view.js';
import { openNote } from '../draft.js';
import type { Module, Resource } from './resource.js';

/** Machines of QEMU that are of providers whose resources are not read. */
const machines =
  /^((incus|lxd)_instance|kubevirt_virtual_machine\w*|opennebula_virtual_machine|multipass_instance)$/;
const manifests = /^kube(rnetes|ctl)_manifest$/;

/** Machines beside those that are read: nobody may take what is said here for all of them. */
export function passedOver({ resources }: Module): readonly ConfigNote[] {
  return resources.filter(isMachine).map(({ address, body }) => {
    const message = `${address} is a machine of another provider, which is not read`;
    return openNote('unreadable', message, positionOf(body));
  });
}

function isMachine({ type, body }: Resource): boolean {
  if (manifests.test(type))
    return textOf(at(body, 'manifest', 'kind')).startsWith('VirtualMachine');
  // One of Incus is a container unless it says otherwise.
  const isContainer = /^(incus|lxd)_/.test(type) && /^(container)?$/.test(kindOf(body));
  return machines.test(type) && !isContainer;
}

/** What only a run knows may be a machine. */
function kindOf(body: Resource['body']): string {
  const view = at(body, 'type');
  return view.node?.kind === 'unknown' ? view.node.text : textOf(view);
}
