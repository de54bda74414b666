import { describe, expect, it } from 'vitest';
import { replayFinding } from '../../src/search/replay.js';
import { configurationOf } from '../laws/configurations.js';
import { oracleOf, proved, sampled } from './jobs.js';

describe.each([
  ['a sampled finding', sampled],
  ['a proved finding', proved],
])('%s', (_, answer) => {
  const files = [
    'scenarios/contract-client.yaml',
    'scenarios/wal-commit.yaml',
    'scenarios/ext4-async-commit.yaml',
    'scenarios/double-write.yaml',
    'scenarios/group-commit.yaml',
  ];
  const findings = files.flatMap((file) =>
    (['ide', 'virtio-blk'] as const).flatMap((frontend) =>
      (['writeback', 'none'] as const).flatMap(
        (cache) => answer(file, configurationOf(frontend, cache)).findings,
      ),
    ),
  );

  it('exists in numbers', () => {
    expect(findings.length).toBeGreaterThan(25);
  });

  it.each(findings.map((finding) => [finding.id, finding] as const))(
    'replays from JSON: %s',
    (__, finding) => {
      const replay = JSON.parse(JSON.stringify(finding.replay));
      const again = replayFinding(replay, oracleOf, finding.id.split('#')[0] ?? '');
      expect(again).toEqual({ reproduced: true, finding });
    },
  );

  it('is short enough to read', () => {
    for (const { trace } of findings) expect(trace.length).toBeLessThanOrEqual(24);
    const shortest = Math.min(...findings.map(({ trace }) => trace.length));
    expect(shortest).toBeLessThanOrEqual(5);
  });
});
