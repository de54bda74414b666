import type { ReadContext, Reader } from '../../src/config/reader.js';
import { cacheOf } from '../../src/report/config/config-json.js';
import { only, read, shown } from './reading.js';

/** `id frontend cache [aio=] [disposable] [!rule]`, a line for each disk; `-id` where one is skipped. */
export function summaryOf(
  reader: Reader,
  text: string,
  context: Partial<ReadContext> = {},
): string {
  const { disks, skipped, notes } = only(read(reader, text, context));
  const lines = disks.map((disk) => {
    const extras = [
      shown(disk.aio) === 'threads' ? '' : `aio=${shown(disk.aio)}`,
      disk.disposable === '' ? '' : 'disposable',
      ...new Set(disk.notes.map(({ rule }) => `!${rule}`)),
    ];
    return [disk.id, shown(disk.frontend), cacheOf(disk), ...extras]
      .filter((each) => each !== '')
      .join(' ');
  });
  return [
    ...lines,
    ...skipped.map(({ id }) => `-${id}`),
    ...new Set(notes.map(({ rule }) => `!!${rule}`)),
  ].join('\n');
}
