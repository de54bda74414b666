/**
 * The seed of one sample, from the seed of the run and the sample's name alone: adding, removing or
 * filtering rows leaves it as it was. FNV-1a over the name, then the finaliser of
 * MurmurHash3, because FNV alone keeps similar names close together.
 */
export function deriveSeed(rootSeed: number, name: string): number {
  let hash = 0x811c9dc5;
  const mix = (byte: number): void => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  for (let shift = 0; shift < 32; shift += 8) mix((rootSeed >>> shift) & 0xff);
  for (let index = 0; index < name.length; index += 1) {
    const unit = name.charCodeAt(index);
    mix(unit & 0xff);
    mix(unit >>> 8);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
