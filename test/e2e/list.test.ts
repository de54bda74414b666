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
    expect(stdout).toMatch(/^caches \(--cache\)\n {2}writethrough +/);
    expect(stdout).not.toContain('virtio-blk');
  });

  it('is for machines too', async () => {
    const { stdout } = await blkcheck(['list', '--json']);
    const lists = JSON.parse(stdout);
    expect(lists.schemaVersion).toBe(1);
    expect(lists.faults.map(({ id }: { id: string }) => id)).toContain('qemu-kill');
    // Formats of images and of definitions are two lists.
    expect(lists.formats.map(({ id }: { id: string }) => id)).toContain('qcow2');
    expect(lists['input-formats'].map(({ id }: { id: string }) => id)).toContain('libvirt');
    expect(lists.rules[0]).toMatchObject({ id: 'BLK001', sentence: expect.any(String) });
  });
});

describe('explain', () => {
  it.each([
    ['lost', 'acknowledged as durable, and gone'],
    ['wce-honest', 'volatile write cache'],
    ['virtio-blk', '`blkcheck explain virtio-blk/writeback`'],
  ])('says what %s is, as the output names it', async (word, sentence) => {
    const { status, stdout } = await blkcheck(['explain', word]);
    expect([status, stdout]).toEqual([0, expect.stringContaining(sentence)]);
  });

  it.each(['BLK004', 'blk004', 'no-flush-command'])('knows %s', async (word) => {
    const { status, stdout } = await blkcheck(['explain', word]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^BLK004 no-flush-command \(frontend\)\n/);
    for (const label of ['because:', 'change:', 'at risk:', 'source:', 'since:']) {
      expect(stdout).toContain(label);
    }
  });
});
