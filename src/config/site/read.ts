import * as v from 'valibot';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { DocNode } from '../document/node.js';
import { readYaml } from '../document/yaml.js';
import { limits } from '../limits.js';
import { diagnosticAt, type SourceText } from '../text.js';
import { starsMax } from './glob.js';
import { guestMistakes } from './guest.js';
import { issueDiagnostic } from './issue.js';
import { placeOf, plainOf } from './located.js';
import { mountMistakes } from './mount.js';
import { type SiteFile, siteSchema } from './schema.js';

/** A site's file that was read: what it says, and where. */
export interface Site {
  readonly source: SourceText;
  readonly root: DocNode;
  readonly file: SiteFile;
}

export type SiteRead = { readonly site: Site } | { readonly diagnostics: readonly Diagnostic[] };

/** Reads a `blkcheck.config.yaml`: YAML or JSON. */
export function readSite(source: SourceText): SiteRead {
  const read = readYaml(source);
  if ('diagnostics' in read) return read;
  const [root, second] = read.documents;
  if (second !== undefined) {
    return { diagnostics: [diagnosticAt(source, second.span, 'one document only')] };
  }
  if (root === undefined) return { site: { source, root: nothing, file: {} } };
  const { value, repeated, isTooLarge } = plainOf(source, root);
  if (isTooLarge) return { diagnostics: [diagnosticAt(source, root.span, 'too many values')] };
  const twice = repeated.map(({ key, span }) =>
    diagnosticAt(source, span, `\`${key}\` stands here twice`),
  );
  const result = v.safeParse(siteSchema, value);
  const wrong = result.success
    ? mistakesBeyond({ source, root, file: result.output })
    : result.issues.map((issue) => issueDiagnostic(source, root, issue));
  const diagnostics = [...twice, ...wrong]
    .sort((one, other) => one.line - other.line || one.column - other.column)
    .slice(0, limits.diagnostics);
  if (diagnostics.length > 0 || !result.success) return { diagnostics };
  return { site: { source, root, file: result.output } };
}

const nothing: DocNode = { kind: 'map', entries: [], labels: [], span: { start: 0, end: 1 } };

/** What a schema cannot say. */
function mistakesBeyond(site: Site): readonly Diagnostic[] {
  const { source, root, file } = site;
  const report = (path: readonly (string | number)[], message: string, help = '') =>
    diagnosticAt(source, placeOf(root, path).span, message, help);
  const rules = (file.disks ?? []).map((rule, index) => ({ rule, path: ['disks', index] }));
  const stars = rules.flatMap(({ rule, path }) =>
    Object.entries(rule.match as Readonly<Record<string, string | string[]>>)
      .filter(([, patterns]) =>
        [patterns].flat().some((each) => each.split('*').length - 1 > starsMax),
      )
      .map(([key]) => report([...path, 'match', key], `more than ${starsMax} stars in a pattern`)),
  );
  const empty = rules
    .filter(({ rule }) => Object.keys(rule.match).length === 0)
    .map(({ path }) =>
      report([...path, 'match'], 'a match that names nothing', 'what holds for all is `default`'),
    );
  const everyRule = [{ rule: file.default ?? {}, path: ['default'] }, ...rules];
  const mounts = everyRule.flatMap(({ rule, path }) =>
    (['host', 'guest'] as const).flatMap((side) =>
      mountMistakes(rule[side]).map(({ message, help }) =>
        report([...path, side, 'mount'], message, help),
      ),
    ),
  );
  const guests = everyRule.flatMap(({ rule, path }) =>
    guestMistakes(rule.guest ?? {}).map(({ key, message, help }) =>
      report([...path, 'guest', key], message, help),
    ),
  );
  return [...empty, ...stars, ...mounts, ...guests];
}
