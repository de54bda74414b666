import { describe, expect, it } from 'vitest';
import { cureOf } from '../../src/catalogue/cures.js';
import { defaultProfile } from '../../src/catalogue/profiles.js';
import { refusalOf } from '../../src/catalogue/refusals.js';
import type { RuleId } from '../../src/catalogue/rules.js';
import type { FrontendId } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import { today } from '../laws/fault-laws.js';
import { proved } from '../search/jobs.js';
import { advice, type Machine, words } from './cure-words.js';

const scenarios = ['append-fdatasync', 'odsync-log', 'wal-commit'];
const known = new Map<string, readonly (readonly [RuleId, string])[]>();

/** The rules that are to blame on a machine, with what is printed to change. */
function found({ frontend, cache, changes }: Machine, fault: FaultId) {
  const key = JSON.stringify([frontend, cache, changes, fault]);
  const configuration = today(frontend, cache, changes);
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
  return fault === 'io-error' ? found({ ...machine, changes }, fault).map(([rule]) => rule) : [];
}

describe.each([
  ['power-loss', machines, 50],
  ['power-loss', [...otherGuests, ...machinesWith([{}], monitored)], 8],
  ['host-crash', machines, 50],
  ['io-error', retrying, 20],
] as const)('after %s', (fault, all, least) => {
  it('each cure that is printed makes the machine safe', () => {
    let applied = 0;
    const failing: string[] = [];
    for (const machine of all) {
      for (const [rule, change] of found(machine, fault)) {
        expect(change).toBe(cureOf(rule, today(machine.frontend, machine.cache, machine.changes)));
        for (const word of change.split(/, or |, | or /u)) {
          const cure = words[word];
          if (cure === undefined) expect(advice).toContain(word);
          if (cure === undefined) continue;
          applied += 1;
          const changes = { ...machine.changes, ...cure.changes };
          const cured = { ...machine, ...cure, changes };
          if (refusalOf(today(cured.frontend, cured.cache, changes)) !== '')
            failing.push(`${machine.frontend}/${machine.cache} ${rule} ${word}: no such machine`);
          const others = besideRetries(machine, fault);
          const after = found(cured, fault)
            .map(([other]) => other)
            .filter((other) => !others.includes(other));
          if (after.length > 0)
            failing.push(`${machine.frontend}/${machine.cache} ${rule} ${word}: ${after}`);
        }
      }
    }
    expect(applied).toBeGreaterThan(least);
    expect([...new Set(failing)]).toEqual([]);
  });
});
