import { describe, expect, it } from 'vitest';
import { riskOf } from '../../src/advise/risks.js';
import { guestKernels } from '../../src/catalogue/dimensions/guests.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { refusalOf } from '../../src/catalogue/refusals/refusals.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import { promising, proved } from '../laws/engines.js';
import { today } from '../laws/fault-laws.js';
import { acknowledge, script, wait, write } from '../laws/scripts.js';

const asked = promising(script({ ...write(0), fua: true }, wait, acknowledge), { durable: [1] });

/** What is said to be at risk although it was written with FUA. */
const withFua =
  /^every write, whether|^everything that|^every write that fails|even if it was written with FUA|and a write whose own flush|FUA writes whose flush/u;

const disks = ['wce-honest', 'wce-fua-ignored'].flatMap((disk) =>
  ['threads', 'io_uring'].flatMap((aio) => [
    { disk, aio },
    { disk, aio, qemu: '7.2', machine: '7.2' },
  ]),
);
const faults: readonly FaultId[] = ['power-loss', 'host-crash', 'qemu-kill'];

function stacksOf(kernel: string): readonly Configuration[] {
  return defaultProfile.frontends
    .flatMap((frontend) =>
      defaultProfile.caches.flatMap((cache) =>
        disks.map((below) => today(frontend, cache, { ...below, 'guest-kernel': kernel })),
      ),
    )
    .filter((each) => refusalOf(each) === '');
}

describe('a write with FUA is said to be at risk exactly where a proof loses it', () => {
  it.each(guestKernels.map(({ id }) => id))('%s', (kernel) => {
    const stacks = stacksOf(kernel);
    const wrong = stacks.flatMap((on) =>
      faults.flatMap((fault) => {
        const { atRisk, rules } = riskOf(on, fault);
        const isLost = proved({ script: asked, on, fault, breaks: '' }) === 'lost';
        const isTold = withFua.test(atRisk) && rules.length > 0;
        const name = `${on.frontend} ${JSON.stringify(on.cache)} ${on.disk.kind} ${fault}`;
        return isTold === isLost
          ? []
          : [`${name}: ${isLost ? 'lost' : 'kept'}, ${atRisk} ${rules}`];
      }),
    );
    expect(stacks.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
});
