import { expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import { faultIds } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import { compileScenario } from '../../../src/scenario/compile.js';
import { readScenario } from '../../../src/scenario/read.js';
import { allReductions, noReductions } from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import { configurationOf } from '../../laws/configurations.js';
import { contentsDiffer, contentsOf } from './contents.js';

const named = (name: string) => configurationNamed(name, defaultProfile);
const mail = configurationOf;
const faults = ['none', ...faultIds] as const;
const brute = { ...noReductions, sharedDecisions: true, seenStates: true };

const first = { write: 'first' };
const second = { write: 'second' };
const [firstFua, secondFua] = [first, second].map((step) => ({ ...step, fua: true }));

/** Two writes of two units each, that nothing keeps from being in flight together. */
const programs = {
  'two writes': [first, second],
  'two durable writes': [firstFua, secondFua],
  'a durable write before another': [firstFua, second],
  'a durable write after another': [first, secondFua],
  'two writes, and a flush': [first, second, 'flush'],
  'one write complete, one in flight': [first, 'wait', second],
} as const;

function scriptOf(steps: readonly unknown[]): Script {
  const text = JSON.stringify({
    blkcheck: 'scenario/1',
    name: 'two',
    suite: 'completion',
    summary: 'Two writes.',
    models: 'Nothing.',
    disk: { sectors: 10 },
    regions: { first: { at: 0, sectors: 2 }, second: { at: 7, sectors: 2 } },
    steps: [...steps, { acknowledge: { durable: 'all' } }],
  });
  const read = readScenario(text, 'two.yaml');
  if (!('scenario' in read)) throw new Error(JSON.stringify(read.diagnostics));
  const compiled = compileScenario(read.scenario, {}, []);
  if (!('script' in compiled)) throw new Error(JSON.stringify(compiled.diagnostics));
  return compiled.script;
}

const configurations = {
  'a cache, one in flight': mail('ide', 'writeback'),
  'no cache, one in flight': mail('ide', 'writethrough'),
  'a cache of the disk, one in flight': mail('ide', 'none'),
  'a sparse image, one in flight': mail('ide', 'none', { allocation: 'sparse' }),
  'no cache and a sparse image, one in flight': mail('ide', 'writethrough', {
    allocation: 'sparse',
  }),
  'FUA, one in flight': named('ide/none'),
  'flushes for FUA, one in flight': named('ide/none@qemu=7.2'),
  'FUA by the host, one in flight': named('ide/writethrough'),
  'FUA and a sparse image, one in flight': named('ide/none@allocation=sparse'),
  'many in flight': named('virtio-blk/none'),
} as const;

// The proof's queue has no end, and yet no more writes are there in part than fit into the real one:
// of those that are sure once they are done. One that counts and should not hides a disk.
it.each(Object.keys(configurations).flatMap((on) => Object.keys(programs).map((of) => [on, of])))(
  'with %s, %s leave what brute force finds',
  (on, of) => {
    const stack = buildStack(configurations[on as keyof typeof configurations]);
    const script = scriptOf(programs[of as keyof typeof programs]);
    const reduced = contentsOf(script, stack, faults, allReductions);
    const whole = contentsOf(script, stack, faults, brute);
    for (const fault of faults)
      expect([
        fault,
        contentsDiffer(reduced.get(fault) ?? new Map(), whole.get(fault) ?? new Map()),
      ]).toEqual([fault, '']);
  },
);
