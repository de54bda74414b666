import * as v from 'valibot';
import { closed, oneOf, quoted } from '../config/site/fields.js';

const line = (description: string) =>
  v.pipe(
    v.string(({ input }) => `text, not ${quoted(input)}`),
    v.regex(/\S/, 'it says nothing'),
    v.maxLength(500),
    v.description(description),
  );

const notADate = ({ input }: { readonly input: unknown }) =>
  `a date such as 2027-01-31, not ${quoted(input)}`;

/** A day that the calendar has: 30 and 31 where the month is so long, 29 February in leap years. */
const day =
  /^(?:\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))|(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$/;

/** What somebody has to say to waive a finding, wherever it is said. */
export const waiverFields = {
  rule: line('The rule that is waived, as in BLK011; `inconclusive` for what is not decided.'),
  reason: line('Why it may stay as it is.'),
  owner: line('Who answers for it.'),
  expires: v.pipe(
    v.string(notADate),
    v.regex(day, notADate),
    v.description('The last day on which it holds.'),
  ),
};

/** A comment may name disks too: then it speaks of more than the next line. */
export const commentFields = {
  ...waiverFields,
  disk: v.optional(line('`machine/disk`, or a pattern, of disks in all that belongs to the line.')),
};

const waiver = closed('a waiver', {
  ...waiverFields,
  disk: line('`machine/disk`, or a pattern: `*` is anything but a slash, `**` anything.'),
});

/** A reviewed file of findings that somebody takes responsibility for. */
export const waiversSchema = v.pipe(
  closed('the file', {
    blkcheck: oneOf(['waivers/1'], 'The version of this format.'),
    waivers: v.pipe(
      v.array(waiver, 'a list of waivers'),
      v.description('One for each rule and disk.'),
    ),
  }),
  v.title('blkcheck waivers'),
  v.description('Findings that do not count, each with a reason, an owner and an end.'),
);
