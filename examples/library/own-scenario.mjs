import { replay, run } from 'blkcheck';
import twoTables from '../my-recovery.mjs';

const { results } = await run({
  profile: '2009-08',
  scenarios: [twoTables],
  caches: ['none'],
  parameters: { generations: 3 },
});
for (const { id, verdict } of results.filter(({ fault }) => fault !== 'none')) {
  console.log(id, verdict);
}
const [finding] = results.flatMap(({ findings }) => findings);
const { kind } = await replay(finding.replay, { scenario: twoTables });
console.log(finding.id, kind);
