import { patchIds } from '../../model/configuration.js';
import { patches } from '../dimensions/patches.js';
import type { ChangeRow } from './change.js';
import { changesOfDevices } from './changes-of-devices.js';
import { changesOfDisks } from './changes-of-disks.js';
import { changesOfGuests } from './changes-of-guests.js';
import { changesOfImages } from './changes-of-images.js';

function landed(id: string): string {
  return patches.find((row) => row.id === id)?.landed ?? '';
}

/** Dimensions that a person can change. What is not here nobody changes for the sake of data. */
export const changeRows: readonly ChangeRow[] = [
  ...changesOfDevices,
  ...changesOfImages,
  ...changesOfDisks,
  ...changesOfGuests,
  ...patchIds.map((key) => ({ key, never: ['off'], how: () => landed(key) })),
];
