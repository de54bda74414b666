import { usualConfiguration } from '../../dist/run/configurations/configurations.js';
import { profileOf } from '../../dist/run/configurations/profile.js';

/** The usual machine of the day of the mail with this frontend, and a cache that writes back. */
export function mailMachine(frontend, direct) {
  return {
    ...usualConfiguration(profileOf('2009-08')),
    frontend,
    cache: { writeback: true, direct, noFlush: false },
  };
}
