import type { AioId, CacheFlags } from '../../model/configuration.js';
import type { ConfigNote, Fact, VmDisk } from '../../model/vm-disk.js';
import { finishDisk, plainDraft } from '../draft.js';
import { byDefault, mapped, unresolved, written } from '../fact.js';
import { type Option, type Options, option, positionOf } from '../qemu/options.js';
import { sourceOfName } from '../sources.js';
import { type Drive, isKnownText, isOn, servedElsewhere, textOf, worded } from './drive.js';

const of = 'Firecracker';

/**
 * Unsafe offers no FLUSH (block/virtio/device.rs: VIRTIO_BLK_F_FLUSH with Writeback only): the guest takes the
 * device for one that writes through, so a flush ends in its driver and nothing of it reaches the host. What
 * is lost is what `unsafe` loses.
 */
const unsafe: CacheFlags = { writeback: true, direct: false, noFlush: true };
const cacheTypes: Readonly<Record<string, CacheFlags>> = {
  Unsafe: unsafe,
  Writeback: { writeback: true, direct: false, noFlush: false },
};

const engines: Readonly<Record<string, AioId>> = { Sync: 'threads', Async: 'io_uring' };

/** A drive of Firecracker 81b38b9, vmm_config/drive.rs, docs/api_requests/block-caching.md. */
export function firecrackerDrive(options: Options, index: number): Drive {
  const name = option(options, 'drive_id');
  const id = name === undefined ? `drive${index}` : textOf(name);
  const at = positionOf(options);
  if (isOn(options, 'is_read_only')) return { skipped: { id, reason: 'read-only', at } };
  const notes: ConfigNote[] = [];
  const type = option(options, 'cache_type');
  const mode = type === undefined ? byDefault(unsafe, of, at) : worded(type, cacheTypes, notes, of);
  const engine = option(options, 'io_engine');
  const path = option(options, 'path_on_host');
  const draft: VmDisk = {
    ...plainDraft(id, at, 'firecracker'),
    frontend: byDefault('firecracker', of, at),
    device: 'virtio-blk',
    writeback: mapped(mode, ({ writeback }) => writeback),
    direct: byDefault(false, of, at),
    noFlush: mapped(mode, ({ noFlush }) => noFlush),
    caches: mode.known ? [mode.value] : mode.values,
    aio: engine === undefined ? byDefault('threads', of, at) : worded(engine, engines, notes, of),
    format: byDefault('raw', of, at),
    source:
      path === undefined
        ? { kind: byDefault('file', of, at), name: '' }
        : {
            kind: isKnownText(path)
              ? written(sourceOfName(path.value), positionOf(path))
              : unresolved(textOf(path), positionOf(path), ['file', 'block']),
            name: textOf(path),
          },
    werror: byDefault('report', of, at),
    rerror: byDefault('report', of, at),
    discard: byDefault('ignore', of, at),
    detectZeroes: byDefault('off', of, at),
    notes,
  };
  const socket = option(options, 'socket');
  return { disk: finishDisk(socket === undefined ? draft : servedBy(draft, socket, mode)) };
}

/**
 * A vhost-user drive: with Writeback the device offers FLUSH (VhostUserBlockImpl::new asks the back end for
 * VIRTIO_BLK_F_FLUSH then, and only then), and what is open is what the back end makes of one.
 */
function servedBy(draft: VmDisk, socket: Option, mode: Fact<CacheFlags>): VmDisk {
  const served = servedElsewhere(draft, socket);
  if (!mode.known || mode.value.noFlush) return served;
  const { writeback, noFlush } = draft;
  const doubt = 'a vhost-user back end, of which nobody says whether it keeps what is flushed';
  const host = { at: positionOf(socket), doubt };
  const source = { ...served.source, host };
  return { ...served, writeback, noFlush, direct: draft.direct, caches: draft.caches, source };
}
