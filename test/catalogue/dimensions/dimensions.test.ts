import { describe, expect, it } from 'vitest';
import type { Dimension } from '../../../src/catalogue/dimensions/dimension.js';
import { dimensionOf, dimensions } from '../../../src/catalogue/dimensions/dimensions.js';
import type { Configuration } from '../../../src/model/configuration.js';
import { usualConfiguration } from '../../../src/run/configurations/configurations.js';
import { sampleMailConfigurations } from '../../analysis/all-configurations.js';
import { mailProfile } from '../../mail-profile.js';

const usual = usualConfiguration(mailProfile);

/** Fields that differ. */
function changed(a: Configuration, b: Configuration): readonly string[] {
  const keys = Object.keys(a) as (keyof Configuration)[];
  return keys.filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
}

describe('a dimension', () => {
  it.each(dimensions)('$key reads back what it wrote, in its own field', (dimension: Dimension) => {
    const { part, values, read, write } = dimension;
    expect(values.length).toBeGreaterThan(1);
    for (const { id, sentence } of values) {
      const written = write(usual, id);
      expect(read(written)).toBe(id);
      expect([...changed(usual, written), part]).toContain(part);
      expect(changed(usual, written).filter((key) => key !== part)).toEqual([]);
      expect(sentence).not.toBe('');
    }
  });

  it.each(dimensions)('$key leaves the others as they were', (dimension: Dimension) => {
    const others = dimensions.filter(({ key }) => key !== dimension.key);
    for (const { id } of dimension.values) {
      const written = dimension.write(usual, id);
      for (const other of others) expect(other.read(written)).toBe(other.read(usual));
    }
  });

  it('of the frontend takes no property along that the new device does not know', () => {
    const [frontend, dpofua, configWce] = ['frontend', 'dpofua', 'config-wce'].map(dimensionOf);
    const set = (on: string) =>
      [dpofua, configWce].reduce(
        (made, dimension) => dimension?.write(made, 'off') ?? made,
        frontend?.write(usual, on) ?? usual,
      );
    const moved = (to: string) => frontend?.write(set('virtio-scsi'), to).device;
    expect(moved('scsi')).toEqual({ dpofua: 'off', configWce: 'on', queueDepth: 'device' });
    expect(moved('virtio-blk')).toEqual({ dpofua: 'auto', configWce: 'off', queueDepth: 'device' });
    expect(moved('nvme')).toEqual({ dpofua: 'auto', configWce: 'on', queueDepth: 'device' });
  });

  it('has a key of its own', () => {
    expect(new Set(dimensions.map(({ key }) => key)).size).toBe(dimensions.length);
    expect(() => dimensionOf('speed')).toThrow('no speed');
  });

  it('has no value that the catalogue has not', () => {
    expect(() => dimensionOf('disk').write(usual, 'wce-shy')).toThrow('no disk');
  });
});

it('all together say everything that a configuration says', () => {
  for (const configuration of sampleMailConfigurations(20_011)) {
    const rebuilt = dimensions.reduce(
      (made, { read, write }) => write(made, read(configuration)),
      usual,
    );
    expect(rebuilt).toEqual(configuration);
  }
});
