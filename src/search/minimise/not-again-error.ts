/**
 * What a search found does not happen again. Where blkcheck's own rules judge, that is a bug of
 * blkcheck; where a function of the user's does, that function is not deterministic.
 */
export class NotAgainError extends Error {
  override readonly name = 'NotAgainError';
}
