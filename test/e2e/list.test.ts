import { describe, expect, it } from 'vitest';
import { blkcheck } from './command.js';

describe('list', () => {
  it('names everything, in lines that fit', async () => {
    const { status, stdout } = await blkcheck(['list']);
    expect(status).toBe(0);
    const names = ['wal-commit', 'virtio-blk', 'power-loss', 'async-fsync', 'checksums', 'BLK003'];
    for (const name of [...names, 'transactions']) {
      expect(stdout).toContain(name);
    }
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('names one topic', async () => {
    const { stdout } = await blkcheck(['list', 'caches']);
    expect(stdout).toMatch(/^caches \(--cache\)\n {2}writethrough {2}/);
    expect(stdout).not.toContain('virtio-blk');
  });

  it('is for machines too', async () => {
    const { stdout } = await blkcheck(['list', '--json']);
    const lists = JSON.parse(stdout);
    expect(lists.schemaVersion).toBe(1);
    expect(lists.faults.map(({ id }: { id: string }) => id)).toContain('qemu-kill');
    expect(lists.rules[0]).toMatchObject({ id: 'BLK001', sentence: expect.any(String) });
  });
});

describe('explain', () => {
  it.each(['BLK004', 'blk004', 'no-flush-command'])('knows %s', async (word) => {
    const { status, stdout } = await blkcheck(['explain', word]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^BLK004 no-flush-command \(frontend\)\n/);
    for (const label of ['because:', 'change:', 'at risk:', 'source:', 'since:']) {
      expect(stdout).toContain(label);
    }
  });
});
