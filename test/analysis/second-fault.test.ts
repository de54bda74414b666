import { expect, it } from 'vitest';
import { predictTwice } from '../../src/analysis/predict-twice.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { bootingFaults } from '../../src/catalogue/faults.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { Script } from '../../src/model/script.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { exhaust } from '../../src/search/exhaust/exhaust.js';
import { exhaustTwice } from '../../src/search/exhaust/exhaust-twice.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { strikesTwice } from '../../src/search/second-strike.js';
import { buildStack } from '../../src/stack/build.js';
import { configurationOf } from '../laws/configurations.js';
import { smallLog, smallRecovery } from '../search/exhaust/small-recoveries.js';
import { pseudoRandom } from './observe.js';

const today = (name: string) => configurationNamed(name, defaultProfile);

/** What differs between them is where a killed QEMU or a crashed host leaves what it had. */
const configurations: Readonly<Record<string, Configuration>> = {
  'old, through the page cache': configurationOf('scsi', 'writeback'),
  'today, through the page cache': today('virtio-blk/writeback'),
  'today, past it': today('virtio-blk/none'),
  'tables in memory, then the page cache': today(
    'virtio-blk/writeback@format=qcow2,allocation=sparse',
  ),
  'tables in memory, then the disk': today('virtio-blk/none@format=qcow2,allocation=sparse'),
  'tables in memory, then the page cache above a disk that keeps all': today(
    'virtio-blk/none@format=qcow2,allocation=sparse,disk=plp',
  ),
  'blocks of the host': today('virtio-blk/none@allocation=sparse'),
};

/** What a second boot serves without a write of its own. */
const served = (random: (below: number) => number): Script => {
  for (;;) {
    const script = smallRecovery(random, 1);
    if (script.recovery.kind === 'shadow-paging') return script;
  }
};

it.each(Object.entries(configurations))(
  'analysis and proof agree on what two faults leave: %s',
  (_, on) => {
    const random = pseudoRandom(83);
    const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };
    for (let scripts = 0; scripts < 8; scripts += 1) {
      const script = scripts % 2 === 0 ? served(random) : smallLog(random);
      const stack = buildStack(on);
      const faults = bootingFaults.filter((fault) => strikesTwice(stack, fault));
      const subject = { script, stack, oracleOf: createOracle };
      const proofs = [
        ...exhaust(subject, faults, allReductions, limits),
        ...exhaustTwice(subject, faults, allReductions, limits, () => []),
      ];
      for (const fault of faults) {
        const kinds = proofs
          .filter((each) => each.fault === fault)
          .flatMap(({ failures }) => failures.map(({ kind }) => kind));
        const found = [...new Set(kinds)].sort();
        expect([fault, [...(predictTwice(script, on, fault) ?? [])].sort()]).toEqual([
          fault,
          found,
        ]);
      }
    }
  },
);
