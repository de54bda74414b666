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

  it('says of one topic where each value is known from, and of all what nobody ran or read', async () => {
    const [one, all] = await Promise.all([blkcheck(['list', 'hosts']), blkcheck(['list'])]);
    expect(one.stdout).toMatch(/source: .*\n(?: {18}.*\n)* {18}.*from memory\n/);
    expect(all.stdout).not.toContain('source:');
    expect(all.stdout).toMatch(
      / {2}zfs +image file on ZFS[^:]*: writes wait[^(]*\(from memory\)\n/,
    );
    expect(all.stdout).toMatch(/ {2}xfs +image file on XFS[^(]*\n {2}btrfs /);
  });

  it('has the values of --assume, each with a sentence', async () => {
    const { stdout } = await blkcheck(['list', 'assume']);
    for (const id of ['nothing', 'nearest', 'worst'])
      expect(stdout).toMatch(new RegExp(`^ {2}${id} +(?:a|such a) version`, 'mu'));
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
    expect(lists.disks[0]).toMatchObject({ source: expect.any(String), confidence: 'read' });
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

  it('says where a value is known from, and how well', async () => {
    const { stdout } = await blkcheck(['explain', 'bbu-wce']);
    expect(stdout).toMatch(/\nsource: +PostgreSQL manual[^(]*\(memory\)\n/);
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
