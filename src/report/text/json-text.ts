/** What a terminal would obey or a reader not see, which JSON itself allows inside strings. */
const unseen = /[\u007f\p{Cf}\p{Zl}\p{Zp}]|[\u0080-\u009f]/gu;

function escaped(characters: string): string {
  return [...Array(characters.length).keys()]
    .map((index) => `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}

/** An object for machines, harmless where a person looks at it. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2).replace(unseen, escaped)}\n`;
}
