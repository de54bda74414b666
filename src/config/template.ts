/**
 * Marks of template languages: Jinja and Go (`{{ }}`, `{% %}`), shell and Make (`$X`, `${X}`),
 * ERB (`<%= %>`, which is no XML), Python (`%(x)s`), `@X@`.
 */
const marks = /\{\{|\{%|\$\{|\$\(|\$[A-Za-z_]|%\(|<%|@[A-Z_]+@/;

/** Whether a value is filled in only when a template is rendered. */
export function isTemplate(text: string): boolean {
  return marks.test(text);
}
