import * as v from 'valibot';
import { configRules } from '../../model/config-rule.js';
import { aioIds, cacheModeIds } from '../../model/configuration.js';
import { errorPolicies, sourceKinds, vmFrontends, zeroDetections } from '../../model/vm-disk.js';

const said = <Schema extends v.GenericSchema>(schema: Schema, text: string) =>
  v.pipe(schema, v.description(text));

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const place = {
  file: said(v.string(), 'The file, as it was named.'),
  line: said(count, 'From 1.'),
  column: said(count, 'From 1, in UTF-16 units.'),
  endColumn: said(count, 'One past the last column.'),
};

const flag = v.union([v.boolean(), v.literal('unresolved')]);
const optionalFlag = v.nullable(flag);
const word = <const Words extends readonly string[]>(words: Words) =>
  v.picklist([...words, 'unresolved']);

const origin = v.strictObject({
  kind: said(
    v.picklist(['file', 'default', 'assumed', 'unresolved']),
    'Where the value comes from; the position is that of the value, else of what lacks it.',
  ),
  ...place,
  of: v.optional(said(v.string(), 'Whose default it is.')),
  by: v.optional(said(v.string(), 'What is assumed.')),
  text: v.optional(said(v.string(), 'What stands in place of a value.')),
  values: v.optional(said(v.array(v.string()), 'What it may be; empty for anything.')),
});

const note = v.strictObject({
  rule: said(v.picklist(configRules), 'What it is about.'),
  message: said(v.string(), 'What there is to say, in one sentence.'),
  ...place,
});

const disk = v.strictObject({
  id: said(
    v.string(),
    'What the format calls the disk, `machine/` before it in a file of several.',
  ),
  frontend: word(vmFrontends),
  device: said(v.string(), "QEMU's name of the device."),
  controller: said(v.string(), "QEMU's name of the controller."),
  writeback: said(flag, "The device's write cache."),
  direct: said(flag, 'O_DIRECT of the node that does the I/O.'),
  noFlush: said(flag, 'Flushes are dropped by the node that does the I/O.'),
  cache: said(word(cacheModeIds), 'The name of the three.'),
  possibleCaches: said(
    v.array(v.picklist(cacheModeIds)),
    'Every cache mode that it may have; one where it is known.',
  ),
  aio: word(aioIds),
  format: v.string(),
  source: v.strictObject({ kind: word(sourceKinds), name: v.string() }),
  disposable: said(v.boolean(), 'Nobody misses what is on it.'),
  disposableReason: said(v.string(), 'Why; empty where somebody does.'),
  shared: v.boolean(),
  werror: word(errorPolicies),
  rerror: word(errorPolicies),
  discard: word(['ignore', 'unmap']),
  detectZeroes: word(zeroDetections),
  dpofua: said(optionalFlag, 'A SCSI disk says that it takes FUA; null for other devices.'),
  configWce: said(optionalFlag, "The guest may switch virtio-blk's cache; null for other devices."),
  site: said(
    v.record(v.string(), v.string()),
    'What lies below it and above it in the guest: the keys of blkcheck.config.yaml.',
  ),
  ...place,
  origins: said(v.record(v.string(), origin), 'By setting.'),
  notes: v.array(note),
});

const skipped = v.strictObject({ id: v.string(), reason: v.string(), ...place });

const machine = v.strictObject({
  name: said(v.string(), 'Empty where the definition has no name.'),
  machine: said(v.string(), 'The machine type, empty where none is written.'),
  ...place,
  notes: said(v.array(note), 'Of the machine as a whole.'),
});

const file = {
  file: v.string(),
  format: v.string(),
  disks: v.array(disk),
  skipped: v.array(skipped),
  machines: said(v.array(machine), 'The machines themselves, in their order.'),
  assumptions: v.array(v.strictObject({ key: v.string(), value: v.string(), by: v.string() })),
};

const schemaVersion = said(v.literal(1), 'The version of this format.');

/** The object that `blkcheck config --json` prints. */
export const configSchema = v.pipe(
  v.union([
    v.strictObject({ schemaVersion, ...file }),
    v.strictObject({ schemaVersion, files: v.array(v.strictObject(file)) }),
  ]),
  v.title('blkcheck config'),
  v.description('What `blkcheck config --json` prints: of one input, or of several.'),
);

const fileSchema = v.strictObject(file);

export type ConfigJson = v.InferInput<typeof configSchema>;
export type ConfigFileJson = v.InferInput<typeof fileSchema>;
export type ConfigDiskJson = v.InferInput<typeof disk>;
