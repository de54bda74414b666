import type { Diagnostic } from '../model/diagnostic.js';

/**
 * Marks of template languages: Jinja and Go (`{{ }}`, `{% %}`), shell and Make (`$X`, `${X}`),
 * ERB (`<%= %>`, which is no XML), Ruby (`#{x}`), Python (`%(x)s`), and names that `sed` puts a value for:
 * `@X@`, `%X%`, `__X__`.
 */
const marks =
  /\{\{|\{%|\$\{|\$\(|\$[A-Za-z_]|#\{|%\(|<%|@[A-Z_]+@|%[A-Z][A-Z_]{2,}%|__[A-Z][A-Z_]+__/;

/** Whether a value is filled in only when a template is rendered. */
export function isTemplate(text: string): boolean {
  return marks.test(text);
}

/** Those of them that no text has in which nothing is filled in. */
const surely = /\{\{|\{%|<%/;
const fileName = /\.(j2|jinja2?|tpl|tmpl|tftpl|gotmpl|ctmpl|erb|epp|mustache|hbs|ejs|in)$/i;

/**
 * Whether a text that cannot be read is a template before anybody filled it in: it says so by its name,
 * or its first mistake stands where it has a mark. What can be read is read, template or not.
 */
export function isUnrendered(name: string, [first]: readonly Diagnostic[]): boolean {
  return fileName.test(name) || (first !== undefined && surely.test(first.sourceLine));
}
