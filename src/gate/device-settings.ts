import { dpofuaSince, offersFua } from '../catalogue/dimensions/device-properties.js';
import { isOlder } from '../catalogue/releases/releases.js';
import type { ConfigWceId, DpofuaId, WerrorId } from '../model/configuration.js';
import type { VmDisk } from '../model/vm-disk.js';
import { valuesOf } from './facts.js';
import type { Runner } from './runner.js';

/** What the machine type has is left to it, also where somebody says the same. */
export function dpofuasOf({ dpofua }: VmDisk, runner: Runner): readonly DpofuaId[] {
  if (dpofua === null || (dpofua.known && dpofua.origin.kind !== 'file')) return ['auto'];
  const usual = offersFua(runner);
  const own = (isOn: boolean): DpofuaId => (isOn ? 'on' : 'off');
  return valuesOf(dpofua, [true, false]).map((isOn) => (isOn === usual ? 'auto' : own(isOn)));
}

export function configWcesOf({ configWce }: VmDisk): readonly ConfigWceId[] {
  return configWce === null
    ? ['on']
    : valuesOf(configWce, [true, false]).map((isOn) => (isOn ? 'on' : 'off'));
}

/** Of an error on the medium `report` tells the guest what `enospc` does. */
export function policiesOf({ werror }: VmDisk): readonly WerrorId[] {
  return valuesOf(werror, ['enospc', 'stop', 'ignore']).map((policy) =>
    policy === 'stop' || policy === 'ignore' ? policy : 'enospc',
  );
}

/** Whether FUA of the guest may come to QEMU's block layer: before 10.1 the device flushes instead. */
export function mayHandOnFua(disk: VmDisk, runner: Runner): boolean {
  if (disk.dpofua === null || isOlder(runner.release, dpofuaSince)) return false;
  return dpofuasOf(disk, runner).some(
    (each) => each === 'on' || (each === 'auto' && offersFua(runner)),
  );
}
