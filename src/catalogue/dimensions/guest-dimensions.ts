import { choice, type Dimension } from './dimension.js';
import { elevators, fsyncErrors, guestKernels, mounts, writeCaches } from './guests.js';

export const guestDimensions: readonly Dimension[] = [
  choice({
    key: 'guest-kernel',
    what: 'guest kernel',
    part: 'guest',
    values: guestKernels,
    read: ({ guest }) => guest.kernel,
    write: (configuration, kernel) => ({
      ...configuration,
      guest: { ...configuration.guest, kernel },
    }),
  }),
  choice({
    key: 'guest-write-cache',
    what: "guest's view of the write cache",
    part: 'guest',
    values: writeCaches,
    read: ({ guest }) => guest.writeCache,
    write: (configuration, writeCache) => ({
      ...configuration,
      guest: { ...configuration.guest, writeCache },
    }),
  }),
  choice({
    key: 'mount',
    what: 'mount',
    part: 'guest',
    values: mounts,
    read: ({ guest }) => guest.mount,
    write: (configuration, mount) => ({
      ...configuration,
      guest: { ...configuration.guest, mount },
    }),
  }),
  choice({
    key: 'fsync-error',
    what: 'answer to a failed fsync',
    part: 'guest',
    values: fsyncErrors,
    read: ({ guest }) => guest.fsyncError,
    write: (configuration, fsyncError) => ({
      ...configuration,
      guest: { ...configuration.guest, fsyncError },
    }),
  }),
  choice({
    key: 'elevator',
    what: 'elevator',
    part: 'guest',
    values: elevators,
    read: ({ guest }) => guest.elevator,
    write: (configuration, elevator) => ({
      ...configuration,
      guest: { ...configuration.guest, elevator },
    }),
  }),
];
