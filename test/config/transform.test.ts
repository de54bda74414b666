import { describe, expect, it } from 'vitest';
import { sourceText } from '../../src/config/text.js';
import type { Element } from '../../src/config/xml/element.js';
import { readStylesheet, transformed } from '../../src/config/xml/transform.js';
import { readXml } from '../../src/config/xml/tree.js';

function rootOf(text: string): Element {
  const xml = readXml(sourceText('x', text));
  if ('roots' in xml && xml.roots[0] !== undefined) return xml.roots[0];
  throw new Error('no root');
}

function written({ name, attributes, children, text }: Element): string {
  const list = [...attributes].map(([key, { value }]) => ` ${key}="${value}"`).join('');
  return `<${name}${list}>${text}${children.map(written).join('')}</${name}>`;
}

const identity =
  '<xsl:template match="@*|node()"><xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy></xsl:template>';
const domain =
  '<domain><name>n</name><devices><disk device="disk"><driver cache="none"/><target dev="vda" bus="virtio"/></disk><disk device="cdrom"><target dev="hda" bus="ide"/></disk></devices></domain>';

/** What a stylesheet's templates make of a domain; null where nobody can tell. */
function made(templates: string, first = identity): string | null {
  const head =
    '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:q="http://libvirt.org/schemas/domain/qemu/1.0">';
  const sheet = readStylesheet(rootOf(`${head}${first}${templates}</xsl:stylesheet>`));
  const result = sheet === null ? null : transformed(sheet, rootOf(domain));
  return result === null ? null : written(result);
}

const template = (match: string, body: string) =>
  `<xsl:template match="${match}">${body}</xsl:template>`;
const whole = written(rootOf(domain));

describe('a stylesheet that copies', () => {
  it.each<readonly [string, string, string]>([
    ['and no more', '', whole],
    [
      'and sets an attribute',
      template(
        "/domain/devices/disk[@device='disk']/driver",
        '<xsl:copy><xsl:apply-templates select="@*"/><xsl:attribute name="cache">unsafe</xsl:attribute></xsl:copy>',
      ),
      whole.replace('cache="none"', 'cache="unsafe"'),
    ],
    [
      'and changes an attribute',
      template(
        "disk[@device='cdrom']/target/@bus",
        '<xsl:attribute name="bus"><xsl:value-of select="\'sata\'"/></xsl:attribute>',
      ),
      whole.replace('bus="ide"', 'bus="sata"'),
    ],
    ['and drops an attribute', template('driver/@cache', ''), whole.replace(' cache="none"', '')],
    [
      'and drops an element',
      template("//disk[@device='cdrom']", ''),
      whole.replace(/<disk device="cdrom">.*?<\/disk>/, ''),
    ],
    [
      'and adds an element',
      template(
        'devices',
        '<xsl:copy><xsl:apply-templates select="node()|@*"/><disk device="lun"/></xsl:copy>',
      ),
      whole.replace('</devices>', '<disk device="lun"></disk></devices>'),
    ],
    [
      'and adds one of another namespace',
      template('/domain', '<xsl:copy><xsl:copy-of select="node()|@*"/><q:commandline/></xsl:copy>'),
      whole.replace(
        '</domain>',
        '<q:commandline xmlns:q="http://libvirt.org/schemas/domain/qemu/1.0"></q:commandline></domain>',
      ),
    ],
    [
      'and makes an element anew',
      template(
        'driver',
        '<xsl:element name="driver"><xsl:attribute name="io">native</xsl:attribute></xsl:element>',
      ),
      whole.replace('<driver cache="none">', '<driver io="native">'),
    ],
    [
      'and minds what is not there',
      template('/domain/devices/interface', '<xsl:if test="x"/>'),
      whole,
    ],
    ['and goes deep', template('/domain//driver/@cache', ''), whole.replace(' cache="none"', '')],
  ])('%s', (_, templates, expected) => {
    expect(made(templates)).toBe(expected);
  });

  it('counts the last of two rules that say as much, and steps more than a name', () => {
    const cache = (value: string) => `<xsl:attribute name="cache">${value}</xsl:attribute>`;
    expect(made(template('@cache', cache('a')) + template('@cache', cache('b')))).toContain(
      'cache="b"',
    );
    expect(made(template('driver/@cache', cache('a')) + template('@cache', cache('b')))).toContain(
      'cache="a"',
    );
  });
});

describe('what cannot be told:', () => {
  it.each([
    ['a condition', template('driver', '<xsl:if test="@cache"/>')],
    [
      'a value of the input',
      template(
        'driver/@cache',
        '<xsl:attribute name="cache"><xsl:value-of select="."/></xsl:attribute>',
      ),
    ],
    ['a pattern with a function', template("disk[contains(target/@dev,'vd')]", '')],
    ['another part of the input', template('driver', '<xsl:copy-of select="../target"/>')],
    ['a value worked out', template('driver', '<driver cache="{@x}"/>')],
    ['a variable', '<xsl:variable name="v"/>'],
    ['no end', template('driver', '<xsl:copy><xsl:apply-templates select="."/></xsl:copy>')],
  ])('%s', (_, templates) => {
    expect(made(templates)).toBeNull();
  });

  it('no rule for the rest, and another document', () => {
    expect(made('', '')).toBeNull();
    expect(readStylesheet(rootOf('<domain/>'))).toBeNull();
  });

  it('what doubles at every level ends', () => {
    const twice = '<xsl:copy><xsl:apply-templates/><xsl:apply-templates/></xsl:copy>';
    const deep = `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`;
    const sheet = readStylesheet(
      rootOf(
        `<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform">${template('node()', twice)}</xsl:stylesheet>`,
      ),
    );
    expect(sheet === null ? 'none' : transformed(sheet, rootOf(deep))).toBeNull();
  });
});
