import { describe, expect, it } from 'vitest';
import { applied } from '../../src/catalogue/cures/cure.js';
import { cureOf } from '../../src/catalogue/cures/cure-words.js';
import { curesOf } from '../../src/catalogue/cures/cures.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { refusalOf } from '../../src/catalogue/refusals/refusals.js';
import type { RuleId } from '../../src/catalogue/rules/rules.js';
import type { CacheModeId, Configuration, FrontendId } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import { today } from '../laws/fault-laws.js';
import { proved } from '../search/jobs.js';

const scenarios = ['append-fdatasync', 'odsync-log', 'wal-commit'];
interface Machine {
  readonly frontend: FrontendId;
  readonly cache: CacheModeId;
  readonly changes: Parameters<typeof today>[2];
}

const known = new Map<string, readonly (readonly [RuleId, string])[]>();

const configurationOf = ({ frontend, cache, changes }: Machine) => today(frontend, cache, changes);

/** The rules that are to blame on a machine, with what is printed to change. */
function found(configuration: Configuration, fault: FaultId) {
  const key = JSON.stringify([configuration, fault]);
  const rules =
    known.get(key) ??
    scenarios.flatMap((name) =>
      proved(`scenarios/${name}.yaml`, configuration, fault).findings.map(
        ({ rule, change }) => [rule as RuleId, change] as const,
      ),
    );
  known.set(key, rules);
  return rules;
}

function machinesWith(
  choices: readonly Machine['changes'][],
  frontends: readonly FrontendId[],
): readonly Machine[] {
  return choices
    .flatMap((changes) =>
      frontends.flatMap((frontend) =>
        defaultProfile.usualCaches.map((cache) => ({ frontend, cache, changes })),
      ),
    )
    .filter(({ frontend, cache, changes }) => refusalOf(today(frontend, cache, changes)) === '');
}

const retries = { 'fsync-error': 'retries' };
const machines = machinesWith([{}, { qemu: '7.2', machine: '7.2' }], defaultProfile.usualFrontends);
const retrying = machinesWith(
  [retries, { ...retries, aio: 'io_uring' }, { ...retries, host: 'zfs' }],
  ['virtio-blk', 'ide', 'firecracker', 'cloud-hypervisor'],
);

const monitored: readonly FrontendId[] = ['firecracker', 'cloud-hypervisor'];
// With cache=unsafe they have two defects, of which each has a cure of its own.
const otherGuests = machinesWith(
  ['windows', 'windows-old-viostor', 'freebsd-ufs'].flatMap((kernel) =>
    [{}, { aio: 'io_uring' }].map((engine) => ({ ...engine, 'guest-kernel': kernel })),
  ),
  ['virtio-blk', ...monitored],
).filter(({ cache }) => cache !== 'unsafe');

/** What is to blame on the machine whatever its guest does about a failed fsync. */
function besideRetries(machine: Machine, fault: FaultId): readonly RuleId[] {
  const changes = { ...machine.changes, 'fsync-error': 'stops' };
  if (fault !== 'io-error') return [];
  return found(configurationOf({ ...machine, changes }), fault).map(([rule]) => rule);
}

describe.each([
  ['power-loss', machines, 50],
  ['power-loss', [...otherGuests, ...machinesWith([{}], monitored)], 8],
  ['host-crash', machines, 50],
  ['io-error', retrying, 20],
] as const)('after %s', (fault, all, least) => {
  it('each cure makes the machine safe, and is what is printed', () => {
    let count = 0;
    const failing: string[] = [];
    for (const machine of all) {
      const on = configurationOf(machine);
      const others = besideRetries(machine, fault);
      for (const [rule, change] of found(on, fault)) {
        expect(change).toBe(cureOf(rule, on));
        const settings = curesOf(rule, on).filter(({ advice }) => advice === '');
        for (const cure of settings) {
          count += 1;
          const after = found(applied(cure, on), fault)
            .map(([other]) => other)
            .filter((other) => !others.includes(other));
          const words = `${machine.frontend}/${machine.cache} ${rule} ${JSON.stringify(cure.settings)}`;
          if (after.length > 0) failing.push(`${words}: ${after}`);
        }
      }
    }
    expect(count).toBeGreaterThan(least);
    expect([...new Set(failing)]).toEqual([]);
  });
});
