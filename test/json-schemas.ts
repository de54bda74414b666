import { fileURLToPath } from 'node:url';
import { type ConversionConfig, toJsonSchema } from '@valibot/to-json-schema';
import ts from 'typescript';
import type { GenericSchema } from 'valibot';

/** What a schema says beside its own descriptions. */
interface Told {
  /** The public types of what the schema is about: their comments describe what has no description. */
  readonly types?: readonly string[];
  /** Where the schema has no title of its own. */
  readonly title?: string;
  /** Schemas that are written out once, each with the type that it is about. */
  readonly definitions?: NonNullable<ConversionConfig['definitions']>;
  readonly definitionTypes?: Readonly<Record<string, string>>;
}

type Json = Record<string, unknown>;

/** The text of `schemas/NAME.schema.json`. @param id - what it is about, and in which version */
export function schemaText(id: string, schema: GenericSchema, told: Told = {}): string {
  const { definitions = {}, definitionTypes = {}, types = [] } = told;
  const { $schema, title = told.title, ...rest } = toJsonSchema(schema, { definitions }) as Json;
  const whole: Json = { $schema, $id: `urn:blkcheck:${id}`, title, ...rest };
  describe(whole, types.map(typeNamed));
  const defs = (whole['$defs'] ?? {}) as Record<string, Json>;
  for (const [name, definition] of Object.entries(defs)) {
    const about = definitionTypes[name];
    if (about !== undefined) describe(definition, [typeNamed(about)]);
  }
  // "No other keys" is a schema that nothing matches; editors say it better of `false`.
  const closed = (key: string, value: unknown) =>
    key === 'additionalProperties' && Object(value).not ? false : value;
  return `${JSON.stringify(whole, closed, 2)}\n`;
}

/** Properties of a schema that nobody describes; a `kind` says which case it is. */
export function undescribedIn(text: string): readonly string[] {
  const missing: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (!isObject(node)) return;
    const properties = isObject(node['properties']) ? node['properties'] : {};
    for (const [key, value] of Object.entries(properties)) {
      const isTold = isObject(value) && ('description' in value || '$ref' in value);
      const isCase = key === 'kind' && isObject(value) && 'const' in value;
      if (!isTold && !isCase) missing.push(`${path}/${key}`);
    }
    for (const [key, value] of Object.entries(node)) visit(value, `${path}/${key}`);
  };
  visit(JSON.parse(text), '');
  return missing;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

const root = fileURLToPath(new URL('../', import.meta.url));

let read: { readonly checker: ts.TypeChecker; readonly module: ts.Symbol } | undefined;

/** All types are read once, where they are asked for first. */
function library() {
  if (read !== undefined) return read;
  const path = `${root}src/index.ts`;
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([path], options);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error('the library exports nothing');
  read = { checker, module };
  return read;
}

function typeNamed(name: string): ts.Type {
  const { checker, module } = library();
  const symbol = checker.getExportsOfModule(module).find((each) => each.name === name);
  if (symbol === undefined) throw new Error(`the library has no type ${name}`);
  const aliased = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return checker.getDeclaredTypeOfSymbol(aliased);
}

/** Gives each property the comment of the member that it is, as far as one of the types has it. */
function describe(node: Json, types: readonly ts.Type[]): void {
  const cases = types.flatMap(casesOf);
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const several = node[key];
    if (Array.isArray(several)) for (const each of several.filter(isObject)) describe(each, cases);
  }
  if (isObject(node['items'])) describe(node['items'], cases.flatMap(elementsOf));
  const properties = isObject(node['properties']) ? node['properties'] : {};
  const own = cases.filter((type) => fitsCase(type, properties['kind']));
  for (const [key, value] of Object.entries(properties)) {
    if (!isObject(value)) continue;
    const members = own.flatMap((type) => membersNamed(key, type));
    const comment = members.map(commentOf).find((text) => text !== '');
    if (comment !== undefined && value['description'] === undefined && !('$ref' in value))
      value['description'] = comment;
    describe(
      value,
      members.map((member) => library().checker.getTypeOfSymbol(member)),
    );
  }
}

function casesOf(type: ts.Type): readonly ts.Type[] {
  const all = type.isUnion() ? type.types : [type];
  // A fact is written as its value.
  return all.flatMap((each) => {
    const value = each.getProperty('known') && each.getProperty('value');
    return value === undefined ? [each] : casesOf(library().checker.getTypeOfSymbol(value));
  });
}

function elementsOf(type: ts.Type): readonly ts.Type[] {
  const element = library().checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  return element === undefined ? [] : [element];
}

/** Of several cases the one whose `kind` the schema has. */
function fitsCase(type: ts.Type, kind: unknown): boolean {
  const member = type.getProperty('kind');
  if (!isObject(kind) || kind['const'] === undefined || member === undefined) return true;
  const known = casesOf(library().checker.getTypeOfSymbol(member));
  return known.some((each) => each.isStringLiteral() && each.value === kind['const']);
}

/** A member, or that of a part: reports write some parts as if they were one object. */
function membersNamed(key: string, type: ts.Type): readonly ts.Symbol[] {
  const own = type.getProperty(key);
  if (own !== undefined) return [own];
  const { checker } = library();
  return type
    .getProperties()
    .flatMap((part) => casesOf(checker.getTypeOfSymbol(part)))
    .flatMap((part) => [part, ...elementsOf(part)])
    .filter((part) => (part.flags & ts.TypeFlags.Object) !== 0)
    .flatMap((part) => part.getProperty(key) ?? []);
}

/** Its first paragraph, without the marks of the language of comments. */
function commentOf(symbol: ts.Symbol): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(library().checker));
  const [first = ''] = text.split('\n\n');
  return first
    .replaceAll('\n', ' ')
    .replaceAll(/\{@link (\w+)\}/gu, '`$1`')
    .trim();
}
