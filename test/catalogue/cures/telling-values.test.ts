import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  openDimensions,
  tellingWords,
  valueWords,
} from '../../../src/catalogue/cures/telling-values.js';
import { dimensionOf } from '../../../src/catalogue/dimensions/dimensions.js';
import type { Configuration } from '../../../src/model/configuration.js';
import { today } from '../../laws/fault-laws.js';

const axes = {
  cache: ['writeback', 'none', 'unsafe'],
  allocation: ['full', 'sparse'],
  disk: ['wce-honest', 'plp', 'no-wce'],
} as const;

/** All combinations of the three. */
const all = Object.entries(axes).reduce<readonly Configuration[]>(
  (list, [key, values]) =>
    list.flatMap((each) => values.map((value) => dimensionOf(key).write(each, value))),
  [today('virtio-blk', 'none')],
);

/** What the words say, read back. */
function meant(words: string): readonly Configuration[] {
  const terms = words.slice('if '.length).split(', ');
  return all.filter((configuration) =>
    terms.every((term) => {
      const [key = '', values = ''] = term.split('=');
      return values.split(' or ').includes(dimensionOf(key).read(configuration));
    }),
  );
}

it('means those that it is about, and no others', () => {
  const some = fc.subarray([...all], { minLength: 1, maxLength: all.length - 1 });
  const boxes = fc
    .record({
      cache: fc.subarray([...axes.cache], { minLength: 1 }),
      allocation: fc.subarray([...axes.allocation], { minLength: 1 }),
      disk: fc.subarray([...axes.disk], { minLength: 1 }),
    })
    .map((box) =>
      all.filter((each) =>
        Object.entries(box).every(([key, values]) =>
          values.some((value) => value === dimensionOf(key).read(each)),
        ),
      ),
    )
    .filter((list) => list.length < all.length);
  let exact = 0;
  fc.assert(
    fc.property(fc.oneof(some, boxes), (list) => {
      const words = tellingWords(list, all);
      if (words.startsWith('if ')) {
        exact += 1;
        expect(meant(words)).toEqual(list);
      } else {
        expect(words).toMatch(new RegExp(`^in ${list.length} of 18 combinations of cache, `, 'u'));
      }
    }),
    { numRuns: 500, seed: 7 },
  );
  expect(exact).toBeGreaterThan(100);
});

it('names no more than it takes', () => {
  const plp = all.filter(({ disk }) => disk.kind === 'plp');
  expect(tellingWords(plp, all)).toBe('if disk=plp');
  expect(tellingWords(all, all)).toBe('');
  expect(valueWords(openDimensions(plp), plp)).toBe(
    'cache=writeback or none or unsafe, allocation=full or sparse',
  );
});

it('does not repeat what follows from something else', () => {
  const [first, second] = [today('virtio-blk', 'none'), today('ide', 'writeback')];
  expect(tellingWords([first], [first, second])).toBe('if cache=none');
});

it('does not know of a setting where it does nothing', () => {
  const set = (key: string, value: string, on: Configuration) => dimensionOf(key).write(on, value);
  const uring = set('aio', 'io_uring', today('virtio-blk', 'none'));
  const network = set('format', 'network', today('virtio-blk', 'none'));
  expect(network.qemu.aio).toBe('threads');
  const words = (...some: readonly Configuration[]) => valueWords(openDimensions(some), some);
  expect(words(uring, network)).toBe('format=raw or network');
  const threads = set('aio', 'threads', uring);
  expect(words(uring, network, threads)).toBe('aio=io_uring or threads, format=raw or network');
  expect(tellingWords([network], [uring, network])).toBe('if format=network');
  const device = set('host', 'block-device', threads);
  const sparse = set('allocation', 'sparse', threads);
  expect(words(device, sparse)).toBe('host=block-device or file');
});

it('calls the node of a file raw, as the definition does', () => {
  const set = (value: string) => dimensionOf('format').write(today('virtio-blk', 'none'), value);
  const [raw, node, qcow2] = ['raw', 'protocol', 'qcow2'].map(set);
  if (raw === undefined || node === undefined || qcow2 === undefined) throw new Error('no format');
  expect(tellingWords([node], [raw, node])).toBe('if format=raw without the raw driver');
  expect(tellingWords([raw], [raw, node])).toBe('if format=raw with the raw driver');
  const both = valueWords(openDimensions([raw, node]), [raw, node]);
  expect(both).toBe('format=raw with or without the raw driver');
  expect(tellingWords([raw], [raw, qcow2])).toBe('if format=raw');
});
