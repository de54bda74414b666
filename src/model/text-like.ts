/** Whether a value is a text that reads as a number, or as true or false: a message has to call it a text. */
export function isTextLikeOther(value: unknown): boolean {
  return typeof value === 'string' && /^(?:-?\d+|true|false)$/u.test(value);
}
