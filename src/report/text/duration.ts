/** 12345 as 12,345. */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** Two digits are all that a range of such width means. */
function short(value: number): string {
  if (value === 0) return '0';
  const digits = Math.max(0, 1 - Math.floor(Math.log10(value)));
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return value < 10 ? value.toFixed(Math.min(digits, 2)) : String(Math.round(value / step) * step);
}

/** `14 to 34 ms`; microseconds below one millisecond. */
export function rangeWords(lowUs: number, highUs: number): string {
  const [unit, per] = highUs < 1000 ? ['µs', 1] : ['ms', 1000];
  return `${short(lowUs / per)} to ${short(highUs / per)} ${unit}`;
}
