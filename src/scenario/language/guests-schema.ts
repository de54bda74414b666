import * as v from 'valibot';
import { closed } from './fields.js';

const linuxPattern = /^\d+(\.\d+){1,3}$/;

const linuxSchema = v.pipe(
  closed('a range of kernels', {
    from: v.optional(linuxVersion('The first Linux that it exists for. By default every one.')),
    until: v.optional(linuxVersion('The last Linux that it exists for. By default every one.')),
    nobarrierUntil: v.optional(
      linuxVersion(
        'The last Linux in which its file system can be mounted without barriers. By default every one.',
      ),
    ),
  }),
  v.description('Releases of Linux.'),
);

export const guestsSchema = v.pipe(
  closed('guests', { linux: linuxSchema }),
  v.description('Guests that have what it models. By default every one.'),
);

function linuxVersion(description: string) {
  const message = 'a Linux version in quotes, as in "2.6.36"';
  return v.pipe(v.string(message), v.regex(linuxPattern, message), v.description(description));
}
