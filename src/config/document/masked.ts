/**
 * `name: {{ .Release.Name }}-vm` is no YAML, which takes the brackets for a map with something behind it. In
 * letters that mean nothing to YAML it is a word; there are as many of them, so that places stay what they are.
 */
const expression = /\{\{[^{}\n]*\}\}/g;
/** What has a line to itself may stand for any number of lines. */
const withinLine = /^[ \t]*[^\s{].*$/gm;
const base = 0xe200;
const maskedLetter = /[\ue220-\ue27e]/g;

/** null where there is nothing to hide, or letters stand there that would not come back as they were. */
export function masked(text: string): string | null {
  if (!text.includes('{{') || text.search(maskedLetter) !== -1) return null;
  return text.replace(withinLine, (line) =>
    line.replace(expression, (found) => found.replace(/[ -~]/g, hidden)),
  );
}

const hidden = (letter: string): string => String.fromCharCode(base + letter.charCodeAt(0));

export function unmasked(text: string): string {
  return text.replace(maskedLetter, (letter) => String.fromCharCode(letter.charCodeAt(0) - base));
}
