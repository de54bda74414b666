import { run } from 'blkcheck';

const { summary, cells } = await run({ frontends: ['scsi'], caches: ['none', 'unsafe'] });
for (const { id, verdict, kinds } of cells) console.log(id, verdict, kinds.join(' '));
process.exitCode = summary.exitCode;
