import type { Fact } from '../../model/vm-disk.js';
import { unresolved, written } from '../fact.js';
import { isTemplate } from '../template.js';
import { positionAt, type SourceText } from '../text.js';
import { attribute, attributeText, child, type Element } from '../xml/element.js';

/** The machine that a domain describes. */
export interface DomainMachine {
  /** '' where it is not said: the host's. */
  readonly arch: string;
  readonly type: string;
  readonly typeFact: Fact<string> | null;
  /** Disks that stand alone go into a machine that is described elsewhere. */
  readonly isElsewhere: boolean;
}

export function machineOf(source: SourceText, domain: Element): DomainMachine {
  const isElsewhere = domain.children.every(({ name }) => name === 'devices');
  const type = child(child(domain, 'os') ?? domain, 'type');
  const machine = attribute(type, 'machine');
  const arch = attributeText(type, 'arch');
  if (machine === undefined) return { arch, type: '', typeFact: null, isElsewhere };
  const at = positionAt(source, machine.span);
  if (isTemplate(machine.value)) {
    return { arch, type: '', typeFact: unresolved(machine.value, at), isElsewhere };
  }
  return { arch, type: machine.value, typeFact: written(machine.value, at), isElsewhere };
}
