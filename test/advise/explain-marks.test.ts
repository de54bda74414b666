import { describe, expect, it } from 'vitest';
import { explainTogether } from '../../src/advise/explain-together.js';
import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { cacheSwitches } from '../../src/catalogue/devices/cache-switches.js';
import { devices } from '../../src/catalogue/devices/devices.js';
import { drivers } from '../../src/catalogue/devices/drivers.js';
import { errorHandlings } from '../../src/catalogue/devices/error-handling.js';
import { atomicUnitRows } from '../../src/catalogue/dimensions/atomic-units.js';
import { cacheModes } from '../../src/catalogue/dimensions/cache-modes.js';
import { dimensions } from '../../src/catalogue/dimensions/dimensions.js';
import { disks } from '../../src/catalogue/dimensions/disks.js';
import {
  elevators,
  fsyncErrors,
  guestKernels,
  mounts,
  werrors,
  writeCaches,
} from '../../src/catalogue/dimensions/guests.js';
import { hostNotes } from '../../src/catalogue/dimensions/host-notes.js';
import { hosts } from '../../src/catalogue/dimensions/hosts.js';
import { allocations, formats } from '../../src/catalogue/dimensions/images.js';
import { patches } from '../../src/catalogue/dimensions/patches.js';
import { profiles } from '../../src/catalogue/dimensions/profiles.js';
import { queueDepths } from '../../src/catalogue/dimensions/queue-depths.js';
import type { Confidence, Known } from '../../src/catalogue/known.js';
import { quirks } from '../../src/catalogue/quirks/quirks.js';
import { refusalOf } from '../../src/catalogue/refusals/refusals.js';
import { monitors } from '../../src/catalogue/releases/monitors.js';
import { rules } from '../../src/catalogue/rules/rules.js';
import { wholeWrites } from '../../src/catalogue/whole-writes.js';
import { stackLines } from '../../src/cli/commands/explain-stack.js';
import type { Configuration } from '../../src/model/configuration.js';
import { faultIds } from '../../src/model/fault.js';
import { profileConfiguration } from '../../src/run/configurations/configurations.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { profileOf } from '../../src/run/configurations/profile.js';

interface Example {
  /** As reasons name it. */
  readonly table: string;
  readonly rows: readonly Known[];
  /** A stack whose explanation rests on it. */
  readonly stack: string;
  readonly profile?: string;
}

const today = 'virtio-blk/none';

const examples: readonly Example[] = [
  { table: 'allocations', rows: allocations, stack: 'virtio-blk/writeback@allocation=unwritten' },
  { table: 'atomicUnits', rows: atomicUnitRows, stack: today },
  { table: 'cacheModes', rows: cacheModes, stack: 'ide/writethrough@aio=io_uring' },
  { table: 'cacheSwitches', rows: cacheSwitches, stack: 'nvme/none@guest-write-cache=device-off' },
  { table: 'devices', rows: devices, stack: today },
  { table: 'disks', rows: disks, stack: today },
  { table: 'drivers', rows: drivers, stack: today },
  { table: 'elevators', rows: elevators, stack: today },
  { table: 'errorHandlings', rows: errorHandlings, stack: 'nvme/none@werror=stop' },
  { table: 'formats', rows: formats, stack: 'ide/none@allocation=sparse,format=qcow2' },
  { table: 'fsyncErrors', rows: fsyncErrors, stack: `${today}@fsync-error=retries` },
  { table: 'guestKernels', rows: guestKernels, stack: `${today}@guest-kernel=windows` },
  { table: 'hostNotes', rows: hostNotes, stack: 'scsi/none@host=ext3', profile: '2009-08' },
  { table: 'hosts', rows: hosts, stack: today },
  { table: 'monitors', rows: monitors, stack: 'firecracker/writeback' },
  { table: 'mounts', rows: mounts, stack: `${today}@mount=nobarrier` },
  { table: 'patches', rows: patches, stack: 'ide/none@patch=ide-write-cache', profile: '2009-08' },
  { table: 'queueDepths', rows: queueDepths, stack: `${today}@queue-depth=1` },
  { table: 'quirks', rows: quirks, stack: 'nvme/none' },
  { table: 'rules', rows: rules, stack: 'sd/none@atomic-unit=4096' },
  { table: 'werrors', rows: werrors, stack: `${today}@werror=ignore` },
  { table: 'wholeWrites', rows: wholeWrites, stack: 'ide/writeback@atomic-unit=16384' },
  { table: 'writeCaches', rows: writeCaches, stack: `${today}@guest-write-cache=write-through` },
];

function marksIn(configuration: Configuration): number {
  const text = stackLines(explainTogether([configuration], faultIds), 1_000).join('\n');
  return text.split('; inferred)').length - 1;
}

/** The same with a catalogue in which all of a table is known so well. */
function marksWhere(rows: readonly Known[], confidence: Confidence, of: Configuration): number {
  const changed = rows as readonly { confidence: Confidence }[];
  const before = changed.map((row) => row.confidence);
  for (const row of changed) row.confidence = confidence;
  const marks = marksIn(of);
  for (const [at, row] of changed.entries()) row.confidence = before[at] ?? 'memory';
  return marks;
}

describe('explain says of a value of each table that it is inferred', () => {
  it.each(examples)('$table', ({ rows, stack, profile = 'default' }) => {
    const configuration = configurationNamed(stack, profileOf(profile));
    const without = marksWhere(rows, 'measured', configuration);
    expect(marksWhere(rows, 'inferred', configuration)).toBeGreaterThan(without);
  });

  it('and of nothing else', () => {
    expect(marksIn(configurationNamed(today, profileOf('default')))).toBe(0);
  });
});

/** Each value of each dimension by itself, on each device of a profile. */
function* neighbours(): Generator<Configuration> {
  for (const profile of profiles) {
    for (const frontend of profile.frontends) {
      const usual = profileConfiguration(profile, frontend, 'writeback');
      for (const { values, write } of dimensions) {
        for (const { id } of values) {
          const configuration = write(usual, id);
          if (refusalOf(configuration) === '') yield configuration;
        }
      }
    }
  }
}

it('has an example of every table that a reason names', () => {
  const named = new Set<string>();
  for (const configuration of neighbours()) {
    for (const fault of faultIds) {
      const { order, data, allocation } = explainBehaviour(configuration, fault);
      for (const { row } of [...order, ...data, ...allocation]) named.add(row.split('.')[0] ?? '');
    }
  }
  const tables = examples.map(({ table }) => table);
  // That a lost node takes its disk is a story of a finding, and no promise of a layer.
  expect([...named].filter((table) => !tables.includes(table))).toEqual(['faults']);
  expect(named.size).toBeGreaterThan(12);
});
