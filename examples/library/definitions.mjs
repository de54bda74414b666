import { checkDefinitions, fixDefinitions } from 'blkcheck';

const text = `name: db
devices:
  data: { type: disk, pool: default, source: data, io.cache: unsafe }
`;
const definitions = ['examples/vms/101.conf', { name: 'db.yaml', text }];

const { disks, summary } = await checkDefinitions({ definitions, qemu: '10.0' });
for (const { id, machine, verdict, findings } of disks) {
  console.log(machine, id, verdict);
  for (const { rule, at } of findings) console.log(' ', rule, `${at.file}:${at.line}`);
}
const { answers } = await fixDefinitions({ definitions: definitions.slice(1), qemu: '10.0' });
for (const { disks: alike, fix } of answers) {
  const best = fix?.options.find(({ configuration }) => configuration === fix.chosen);
  for (const { id } of alike) console.log(id, best?.changes.map(({ how }) => how).join(', '));
}
process.exitCode = summary.exitCode;
