import { describe, expect, it } from 'vitest';
import { arrayLaws } from '../laws/array-laws.js';
import { errorLaws } from '../laws/error-laws.js';
import { faultLaws } from '../laws/fault-laws.js';
import { fuaLaws } from '../laws/fua-laws.js';
import { guestLaws } from '../laws/guest-laws.js';
import { hostLaws } from '../laws/host-laws.js';
import { layerLaws } from '../laws/layer-laws.js';
import { mailLaws } from '../laws/mail-laws.js';
import { refusalLaws } from '../laws/refusal-laws.js';
import { secondBootLaws } from '../laws/second-boot-laws.js';
import { tearingLaws } from '../laws/tearing-laws.js';
import { todayLaws } from '../laws/today-laws.js';
import { volatileHostLaws } from '../laws/volatile-host-laws.js';
import { readPage } from './page-files.js';

/** The names in italics of the paragraphs about laws. */
function namedLaws(): readonly string[] {
  const paragraphs = readPage('docs/model.md').split('\n\n');
  return paragraphs
    .filter((paragraph) => paragraph.startsWith('Laws:'))
    .flatMap((paragraph) => [...paragraph.matchAll(/\*([^*]+)\*/g)])
    .map(([, name = '']) => name.replaceAll('\n', ' '));
}

describe('docs/model.md', () => {
  it('names laws that are there', () => {
    const laws = new Set(
      [
        ...mailLaws,
        ...layerLaws,
        ...todayLaws,
        ...faultLaws,
        ...errorLaws,
        ...fuaLaws,
        ...arrayLaws,
        ...hostLaws,
        ...volatileHostLaws,
        ...guestLaws,
        ...refusalLaws,
        ...secondBootLaws,
        ...tearingLaws,
      ].map(({ name }) => name),
    );
    const named = namedLaws();
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !laws.has(name))).toEqual([]);
  });
});
