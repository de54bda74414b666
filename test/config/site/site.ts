import { readSite, type Site } from '../../../src/config/site/read.js';
import { sourceText } from '../../../src/config/text.js';

/** Reads a site's file that is expected to be right. */
export function siteFrom(text: string): Site {
  const result = readSite(sourceText('blkcheck.config.yaml', text));
  if ('site' in result) return result.site;
  throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
}
