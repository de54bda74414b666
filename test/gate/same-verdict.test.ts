import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { DiskVerdict } from '../../src/model/gate-result.js';
import { runGate } from '../../src/run/gate/gate.js';
import { planGate } from '../../src/run/gate/gate-plan.js';
import { asConf, asDrives, asNodes, asXml, machine, plain, type Spec } from '../config/forms.js';

const folder = mkdtempSync(join(tmpdir(), 'blkcheck-verdict-'));
afterAll(() => rmSync(folder, { recursive: true }));

const forms: readonly (readonly [string, (specs: readonly Spec[]) => string])[] = [
  ['drives.sh', asDrives],
  ['nodes.sh', (specs) => asNodes(specs, true)],
  ['vm.xml', asXml],
  ['100.conf', asConf],
];

/** Judges one machine in one form. */
async function judged(name: string, text: string): Promise<readonly DiskVerdict[]> {
  const file = join(folder, name);
  writeFileSync(file, text);
  const gate = await planGate({
    configs: {
      names: [file],
      format: '',
      qemuVersion: '11.1',
      storageFile: '',
      stdinName: '',
      siteFile: '',
      ignoreUnknown: false,
      mayBeEmpty: false,
      found: [],
      pastFolder: '',
    },
    run: { scenarios: ['wal-commit'] },
    isWanted: () => true,
  });
  const { result } = await runGate(
    gate,
    'unsafe,inconclusive',
    new AbortController().signal,
    () => {},
  );
  return result.disks;
}

/** What was found, without where it stands and what the form calls it. */
const outcomeOf = ({ verdict, undecided, failures, findings, settings }: DiskVerdict) => ({
  verdict,
  undecided,
  failures,
  settings,
  findings: findings.map(({ rule, kinds, faults, scenarios, field }) => {
    return { rule, kinds, faults, scenarios, field };
  }),
});

it('a machine has the same verdicts as -drive, as -blockdev, as libvirt XML and for Proxmox VE', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(machine, async (drawn) => {
      const specs = plain(drawn);
      const outcomes = [];
      for (const [name, write] of forms) {
        outcomes.push((await judged(name, write(specs))).map(outcomeOf));
      }
      const [first = [], ...others] = outcomes;
      expect(first).toHaveLength(specs.length);
      for (const other of others) expect(other).toEqual(first);
      for (const { verdict } of first) seen.add(verdict);
    }),
    { numRuns: 12, seed: 1 },
  );
  // Verdicts that are all the same would show nothing.
  expect([...seen].sort()).toEqual(['safe', 'unsafe']);
}, 300_000);
