import * as v from 'valibot';
import {
  drbdProtocols,
  layerCacheModes,
  lvmSegments,
  mdLevels,
  plainLayers,
  writeHoles,
} from '../../model/site.js';
import { closed, flag, oneOf, quoted, version } from './fields.js';

/** Layers that are nothing but their names, and those whose other settings all have defaults. */
const shortKinds = [...plainLayers, 'lvm', 'bcache', 'dm-cache'] as const;

const kinds = [...shortKinds, 'md', 'drbd'].join(', ');
const what = ({ input }: { readonly input: unknown }) =>
  `${quoted(input)} is no layer\none of: ${kinds}; md needs its level, drbd its protocol`;

const described = [
  closed('a layer', { kind: v.picklist(plainLayers) }),
  closed('LVM', {
    kind: v.literal('lvm'),
    segment: v.optional(oneOf(lvmSegments, 'The type of the logical volume (default: linear).')),
  }),
  closed('MD', {
    kind: v.literal('md'),
    level: oneOf(mdLevels, 'The RAID level.'),
    writeHole: v.optional(
      oneOf(writeHoles, 'What closes the write hole of RAID 4, 5 and 6 (default: open).'),
    ),
    degraded: v.optional(
      flag('A member is missing (default: not known, which matters where the write hole is open).'),
    ),
  }),
  closed('DRBD', {
    kind: v.literal('drbd'),
    protocol: oneOf(drbdProtocols, 'When a write is complete.'),
    version: v.optional(version('The version of DRBD (default: a current one).')),
    dualPrimary: v.optional(flag('Both nodes may write (default: false).')),
    failover: v.optional(
      flag('The peer takes over when this node is lost; fencing is assumed (default: true).'),
    ),
    diskFlushes: v.optional(
      flag('disk-flushes: the secondary keeps the order with flushes (default: true).'),
    ),
  }),
  closed('a cache', {
    kind: v.picklist(['bcache', 'dm-cache']),
    mode: v.optional(oneOf(layerCacheModes, 'How it treats writes (default: not known).')),
  }),
] as const;

export const layerSchema = v.union(
  [v.picklist(shortKinds, what), v.variant('kind', described, what)],
  what,
);
