import { expect, it } from 'vitest';
import { groupByRule } from '../../../src/report/run/groups.js';
import { cellWords } from '../../../src/report/run/overview.js';
import { renderPretty } from '../../../src/report/run/pretty.js';
import { aFinding, aResult, aRow, onScreen } from '../fixtures.js';
import { linesOf } from '../hostile.js';

function words(cells: readonly string[], columns: number): string {
  const [group] = groupByRule(cells.map((cell) => ({ cell, finding: aFinding() })));
  if (group === undefined) throw new Error('no cells');
  return cellWords(group, columns);
}

it('puts frontends with the same cache modes together', () => {
  const cells = ['nvme/none', 'sd/none', 'ide/unsafe', 'nvme/writeback', 'sd/writeback'];
  expect(words(cells, 80)).toBe('nvme,sd/none,writeback ide/unsafe');
});

it('counts what it leaves out, and never cuts a name', () => {
  const cells = ['virtio-blk', 'virtio-scsi', 'ide'].map((frontend) => `${frontend}/unsafe`);
  expect(words(cells, 29)).toBe('virtio-blk +2 more/unsafe');
  expect(words(cells, 24)).toBe('3 frontends, 3 cells');
  expect(words(cells, 19)).toBe('3 cells');
  expect(words([...cells, 'ide/none'], 27)).toBe('virtio-blk +2 more, 4 cells');
  expect(words(cells, 3)).toBe('');
});

const many = ['ide', 'ahci', 'scsi', 'nvme', 'sd', 'pflash', 'floppy', 'megasas', 'usb-uas'];

function screenOf(rules: readonly string[]): readonly string[] {
  const rows = many.map((frontend) =>
    aRow({
      cell: `${frontend}/writeback`,
      findings: rules.map((rule) => aFinding('lost', { rule, id: `${frontend}#${rule}.lost` })),
    }),
  );
  return linesOf(renderPretty(aResult(rows), onScreen));
}

it('has releases, evidence and a cure for each rule that it shows', () => {
  const rules = ['BLK010', 'BLK011', 'BLK012', 'BLK013', 'BLK014', 'BLK016'];
  const lines = screenOf(rules);
  expect(lines.length).toBeLessThanOrEqual(24);
  for (const rule of rules) {
    const at = lines.findIndex((line) => line.startsWith(rule));
    expect(lines[at]).toContain('QEMU 7.2 to 11.1, measured  ide,ahci,scsi +6 more/writeback');
    expect(lines[at + 1]).toMatch(/^ {2}change: /u);
  }
  expect(lines).toContain('54 findings, each with its story: --all');
});

it('has the cure of most cells, and says where others have another', () => {
  const cures = ['virtio-blk', 'qcow2', 'virtio-blk'];
  const rows = many.map((frontend, at) =>
    aRow({
      cell: `${frontend}/none`,
      findings: ['BLK010', 'BLK011', 'BLK012'].map((rule) =>
        aFinding('lost', {
          rule,
          id: `${frontend}#${rule}.lost`,
          change: rule === 'BLK011' ? (cures[at % 3] ?? '') : 'qcow2',
        }),
      ),
    }),
  );
  const lines = linesOf(renderPretty(aResult(rows), onScreen));
  expect(lines).toContain('  change: qcow2');
  expect(lines).toContain('  change: virtio-blk; more: --all');
});
