import type { FrontendId } from '../../src/model/configuration.js';
import type { ResultRow, RunResult } from '../../src/model/result.js';
import { aConfiguration, aFinding, aResult, aRow, story } from './fixtures.js';

/** Which scenarios fail in which cell, as the mail has it. */
const table2009: Readonly<Record<string, readonly ('lost' | 'reordered')[]>> = {
  'ide/writeback': ['lost'],
  'ide/none': ['lost'],
  'virtio-blk/writethrough': ['reordered'],
  'virtio-blk/writeback': ['lost', 'reordered'],
  'virtio-blk/none': ['lost', 'reordered'],
};

const scenarioOf = { lost: 'wal-commit', reordered: 'barrier-contract' } as const;

const mailFrontends = ['ide', 'scsi', 'virtio-blk'] as const;
const mailCaches = ['writethrough', 'writeback', 'none'] as const;
type MailCache = (typeof mailCaches)[number];

function row2009(frontend: FrontendId, cache: MailCache, kind: 'lost' | 'reordered'): ResultRow {
  const cell = `${frontend}/${cache}`;
  const scenario = scenarioOf[kind];
  const id = `${scenario}:${cell}:power-loss`;
  const rule = kind === 'lost' && frontend === 'virtio-blk' ? 'BLK004' : story[kind].rule;
  const finding = aFinding(kind, { id: `${id}#${rule}.${kind}`, rule });
  return aRow({
    id,
    scenario,
    cell,
    configuration: aConfiguration(frontend, cache),
    findings: table2009[cell]?.includes(kind) ? [finding] : [],
  });
}

/** The mail's nine cells, with one scenario that flushes and one that trusts in barriers. */
export function result2009(over: Partial<RunResult> = {}): RunResult {
  const rows = mailFrontends.flatMap((frontend) =>
    mailCaches.flatMap((cache) =>
      (['lost', 'reordered'] as const).map((kind) => row2009(frontend, cache, kind)),
    ),
  );
  return aResult(rows, over);
}
