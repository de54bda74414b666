// A scenario with its own recovery: `blkcheck run examples/my-recovery.mjs`.
//
// A small key-value store keeps two copies of its table. It writes the copy that is not in use,
// syncs it, and then writes a superblock that says which copy to use. Recovery believes the
// superblock, so that a superblock without its table is the end of the store.
import { defineScenario } from 'blkcheck';

const tableSectors = 4;

/** The generation of a table, or 0 where its sectors are not all of one generation. */
function tableGeneration(disk, copy) {
  const { lba } = disk.extent('table', copy);
  const generations = new Set();
  for (let sector = 0; sector < tableSectors; sector += 1) {
    generations.add(disk.read(lba + sector)?.transaction ?? 0);
  }
  return generations.size === 1 ? [...generations][0] : 0;
}

export default defineScenario({
  scenario: {
    name: 'two-tables',
    suite: 'completion',
    summary: 'Writes a table beside the one in use, syncs it, and then switches the superblock.',
    models: 'Small embedded stores, and the A/B slots of firmware updates.',
    disk: { sectors: 16 },
    parameters: { generations: { default: 3, min: 1, max: 100 } },
    regions: {
      superblock: { at: 0, sectors: 1 },
      table: { at: 8, sectors: tableSectors, count: 2 },
    },
    steps: [
      {
        repeat: 'generations',
        as: 'g',
        from: 1,
        steps: [
          { write: 'table[g % 2]', transaction: 'g' },
          'fsync',
          { write: 'superblock', transaction: 'g' },
          'fsync',
          { acknowledge: { transaction: 'g' } },
        ],
      },
    ],
  },

  recover(disk) {
    const expected = disk.read(disk.extent('superblock', 0).lba)?.transaction ?? 0;
    if (expected === 0) return { expected, found: 0 };
    return { expected, found: tableGeneration(disk, expected % 2) };
  },

  holds({ expected, found }, acknowledged) {
    const newest = acknowledged.at(-1) ?? 0;
    if (expected < newest) {
      return {
        kind: 'lost',
        effect: `generation ${newest} was acknowledged, and the superblock says ${expected}`,
      };
    }
    if (found === expected) return true;
    return {
      kind: 'corrupt',
      effect: `the superblock says generation ${expected}, and the table is not whole`,
    };
  },
});
