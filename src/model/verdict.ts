export const verdicts = ['safe', 'inconclusive', 'unsafe'] as const;
/** Ordered from best to worst. */
export type Verdict = (typeof verdicts)[number];

export const violationKinds = ['lost', 'corrupt', 'torn', 'reordered'] as const;
/**
 * Ordered by what a headline names first.
 *
 * - `lost`: acknowledged as durable, and gone.
 * - `corrupt`: recovery gives a state that it must not, and none of the others can be named.
 * - `torn`: a unit promised whole is half there.
 * - `reordered`: an order that the guest asked for is broken.
 */
export type ViolationKind = (typeof violationKinds)[number];

export const layerIds = [
  'workload',
  'guest',
  'guest-driver',
  'frontend',
  'qemu',
  'image',
  'host',
  'disk',
] as const;
/** Top to bottom. `guest` is the guest's own setting, `guest-driver` its driver for the device. */
export type LayerId = (typeof layerIds)[number];

/** The first of those with the worst verdict; undefined where there is none. */
export function worstOf<Answer>(
  answers: readonly Answer[],
  verdictOf: (answer: Answer) => Verdict,
): Answer | undefined {
  const found = new Set(answers.map(verdictOf));
  const worst = verdicts.findLast((verdict) => found.has(verdict));
  return answers.find((each) => verdictOf(each) === worst);
}
