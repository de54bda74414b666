import { baselineDefinitions, checkDefinitions } from 'blkcheck';

/** What a program has of its machines, now and later. */
const states = ['none', 'unsafe'].map((cache) => ({
  name: 'db.yaml',
  text: `name: db
devices:
  data: { type: disk, pool: default, source: data, io.cache: ${cache} }
  scratch: { type: disk, pool: default, source: scratch, io.cache: unsafe }
`,
}));
const [before, now] = states.map((definition) => ({ definitions: [definition], qemu: '10.0' }));

const { text, result } = await baselineDefinitions(before);
for (const { id, verdict } of result.disks) console.log(id, verdict);

const base = { name: 'yesterday', text };
const { comparison, summary } = await checkDefinitions({ ...now, base });
console.log('failed before:', comparison.alreadyFailing);
for (const { id, change, settings } of comparison.changes) {
  const [{ field, before: was, after }] = settings;
  console.log(id, change, `${field}: ${was} -> ${after}`);
}
process.exitCode = summary.exitCode;

const { disks } = await checkDefinitions({ ...now, only: ['db/s*'] });
console.log(disks.map(({ id }) => id).join(' '));
