import { anywhere, type QuirkRow } from './quirk.js';

/** What another machine does with the image that it keeps. */
export const quirksOfServers: readonly QuirkRow[] = [
  {
    ...anywhere,
    id: 'nbd-server-skips-fua-flush',
    layer: 'qemu',
    sentence: "QEMU's NBD server skips the flush behind a FUA write right after a flush",
    formats: ['network'],
    hosts: ['nbd'],
    effect: { kind: 'skips-fua-flush' },
    rule: 'BLK011',
    source:
      'QEMU nbd/server.c nbd_handle_request: FUA goes to blk_co_pwrite, and from there as on any node ' +
      '(raw and aio=threads from 10.0 on, a bare node before); not run',
    confidence: 'inferred',
  },
];
