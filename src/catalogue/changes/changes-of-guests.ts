import { guestKernels } from '../dimensions/guests.js';
import type { ChangeRow } from './change.js';

/** What changes in the guest. */
export const changesOfGuests: readonly ChangeRow[] = [
  {
    key: 'guest-kernel',
    never: guestKernels.flatMap(({ id }) => (id === 'freebsd-zfs' ? [] : [id])),
    forbids: (_to, { guest }) => guest.kernel !== 'freebsd-ufs',
    isTold: true,
    how: () => 'ZFS in the guest, in place of UFS',
    isBought: () => true,
  },
  {
    key: 'mount',
    never: ['nobarrier'],
    how: () => 'mount with barriers in the guest (barrier=1)',
  },
  {
    key: 'fsync-error',
    never: ['retries'],
    how: () => 'let the application stop where fsync fails (PostgreSQL: data_sync_retry=off)',
  },
  {
    key: 'elevator',
    never: [],
    how: (value) => `echo ${value} > /sys/block/*/queue/scheduler in the guest`,
  },
];
