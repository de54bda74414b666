import type { ConfigNote } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { type Options, option, positionOf } from './options.js';

/**
 * Keys without a dot that some QEMU takes in a `-drive` whose driver is raw or qcow2: blockdev.c
 * (qemu_common_drive_opts, qemu_legacy_drive_opts), block.c (bdrv_runtime_opts), block/raw-format.c,
 * block/qcow2.c, and those of Virtuozzo and of the old qemu-kvm. What the file below may take is none of ours.
 */
const known: ReadonlySet<string> = new Set(
  `active addr aio aio-max-batch auto-read-only backing bmdma boot bus cache cache-clean-interval cache-size
  compressed-cache-size copy-on-read cyls data-file detect-zeroes detect_zeroes discard discard-no-unref
  discard-subclusters driver drop-cache file filename force-share format group heads id if index iops_size
  keep-dirty l2-cache-entry-size l2-cache-size latency-log-threshold lazy-refcounts locking media node-name
  offset overlap-check pass-discard-other pass-discard-request pass-discard-snapshot pr-manager read-only
  readonly refcount-cache-size rerror secs serial share-rw size snapshot stats-account-failed
  stats-account-invalid stats-intervals trans unit werror writeback x-check-cache-dropped`.split(
    /\s+/,
  ),
);
const limits = /^(bps|iops)(_(rd|wr))?(_max(_length)?)?$/;

/** A key that nothing of a -drive takes: what is meant by it does not happen. */
export function unknownKeys(options: Options): readonly ConfigNote[] {
  const { list, opaque, error } = options;
  const driver = (option(options, 'driver') ?? option(options, 'format'))?.value ?? '';
  const isJson = option(options, 'file')?.value.startsWith('json:') === true;
  if (opaque !== null || error !== '' || isJson || !/^(raw|qcow2)$/.test(driver)) return [];
  const found = list.find(({ key, span, source: { text } }) => {
    const isWritten = text.slice(span.start, span.end) !== key;
    return isWritten && /^[\w-]+$/.test(key) && !known.has(key) && !limits.test(key);
  });
  if (found === undefined) return [];
  const message = `-drive has no option \`${found.key}\` where the driver is ${driver}: QEMU does not start`;
  return [note('refused-by-qemu', message, positionOf(found))];
}
