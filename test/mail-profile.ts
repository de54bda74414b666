import { type Profile, profiles } from '../src/catalogue/dimensions/profiles.js';

/** The day of the mail, to which most of the laws belong. */
export const mailProfile: Profile = profiles[3];
