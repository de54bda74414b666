import { expect, it } from 'vitest';
import type { CacheModeId } from '../../src/model/configuration.js';
import { kindsOf, namedCaches, tableFrom, todays } from './tables.js';

const workloads = ['completed', 'second', 'beside'] as const;

function configurationsOf(row: Readonly<Record<string, string>>) {
  const of = (column: string): readonly string[] => row[column]?.split(' ') ?? [];
  const caches: readonly CacheModeId[] = namedCaches.filter((each) => of('caches').includes(each));
  return of('frontends').flatMap((frontend) =>
    of('qemu').flatMap((qemu) =>
      of('aio').flatMap((aio) =>
        caches.map((cache) => todays(frontend, cache, { qemu, format: row['format'] ?? '', aio })),
      ),
    ),
  );
}

it.each(tableFrom('writes-through.csv'))(
  'without a write cache $frontends $qemu $format $aio: the first $completed, a later one $second, one of two $beside',
  { timeout: 120_000 },
  (row) => {
    const says = workloads.map((name) => row[name]);
    for (const configuration of configurationsOf(row)) {
      const isLost = workloads.map((name) => kindsOf(name, configuration).has('lost'));
      expect(isLost.map((each) => (each ? 'lost' : 'kept'))).toEqual(says);
    }
  },
);
