import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runGate } from '../../src/run/gate/gate.js';
import { planGate } from '../../src/run/gate/gate-plan.js';

const folder = mkdtempSync(join(tmpdir(), 'blkcheck-flash-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The flash of a board, judged by one scenario. */
async function judged(settings: string) {
  const file = join(folder, 'vm.sh');
  const drive = `-drive file=a.img,format=raw,if=mtd${settings}`;
  writeFileSync(file, `qemu-system-arm -M ast2600-evb ${drive}\n`);
  const siteFile = join(folder, 'site.yaml');
  writeFileSync(siteFile, 'default: { image: { allocation: full }, faults: [power-loss] }\n');
  const configs = {
    names: [file],
    format: '',
    qemuVersion: '11.1',
    storageFile: '',
    stdinName: '',
    siteFile,
    ignoreUnknown: false,
    found: [],
    mayBeEmpty: false,
    pastFolder: '',
  };
  const run = { scenarios: ['append-fdatasync'] };
  const gate = await planGate({ configs, run, isWanted: () => true });
  const { signal } = new AbortController();
  const { result } = await runGate(gate, 'unsafe,inconclusive', signal, () => {});
  const [disk] = result.disks;
  if (disk === undefined) throw new Error('no disk');
  return disk;
}

it('flash of a board loses what no flush reaches, and is told of as what stands for it', async () => {
  const { verdict, findings } = await judged('');
  expect([verdict, findings.map(({ rule }) => rule)]).toEqual(['unsafe', ['BLK016']]);
  expect(findings[0]?.because).toMatch(/\(the device mtd, judged as pflash, although it may/);
  // Neither is a device that a board takes in place of its flash, nor a property of flash.
  expect(findings[0]?.change).not.toMatch(/virtio-blk|dpofua/);
});

it('flash of a board that writes through is not known to be safe', async () => {
  const { verdict, reason } = await judged(',cache=directsync,aio=native');
  expect(verdict).toBe('inconclusive');
  expect(reason).toMatch(/^not modelled: the device mtd, judged as pflash/);
});
