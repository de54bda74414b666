import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** What of the public surface a reader of the types would miss. */
export interface Gaps {
  /** `name.member` without a word about it. */
  readonly undocumented: readonly string[];
  /** `type (named by)`: what a public type is made of and nobody can name. */
  readonly unexported: readonly string[];
  /** Options of which nobody says what holds where they are absent. */
  readonly withoutDefault: readonly string[];
  /** `function tag`: what the comment of a function leaves out. */
  readonly untagged: readonly string[];
  /** How many names and members were looked at. */
  readonly looked: number;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Looks at a module as whoever imports it does. @param text - in place of the file's own */
export function gapsOf(entry: string, text?: string): Gaps {
  const { program, file } = programOf(entry, text);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${entry} exports nothing`);
  const exported = checker.getExportsOfModule(module).map((symbol) => resolved(symbol, checker));
  const known = new Set(exported);
  const undocumented: string[] = [];
  const withoutDefault: string[] = [];
  const untagged: string[] = [];
  const unexported = new Set<string>();
  let looked = 0;
  const look = (symbol: ts.Symbol, name: string): void => {
    looked += 1;
    if (!isDocumented(symbol, checker)) undocumented.push(name);
  };
  for (const symbol of exported) {
    look(symbol, symbol.name);
    for (const declaration of symbol.declarations ?? []) {
      for (const [node, path] of membersIn(declaration, symbol.name)) {
        const member = checker.getSymbolAtLocation(node.name);
        if (member === undefined) continue;
        look(member, path);
        if (isOption(node, path) && !saysDefault(member, checker)) withoutDefault.push(path);
      }
      if (ts.isFunctionDeclaration(declaration)) untagged.push(...missingTags(declaration, symbol));
      for (const name of namesIn(declaration)) {
        const used = checker.getSymbolAtLocation(name);
        if (used === undefined) continue;
        const type = resolved(used, checker);
        if (isOurs(type) && !known.has(type)) unexported.add(`${type.name} (${symbol.name})`);
      }
    }
  }
  return { undocumented, unexported: [...unexported], withoutDefault, untagged, looked };
}

function programOf(entry: string, text: string | undefined) {
  const path = `${root}${entry}`;
  const configFile = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(configFile.config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...others) =>
    name === path && text !== undefined
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2023)
      : getSourceFile(name, ...others);
  const program = ts.createProgram([path], options, host);
  const file = program.getSourceFile(path);
  if (file === undefined) throw new Error(`no ${path}`);
  return { program, file };
}

function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function isDocumented(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== '';
}

function isOption(node: Member, path: string): boolean {
  return node.questionToken !== undefined && /^\w+Options\./u.test(path);
}

function saysDefault(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  return /default/iu.test(text);
}

function missingTags({ parameters }: ts.FunctionDeclaration, symbol: ts.Symbol): string[] {
  const tags = symbol.getJsDocTags();
  const described = tags
    .filter(({ name }) => name === 'param')
    .map(({ text }) => ts.displayPartsToString(text).split(' ')[0]);
  const missing = parameters
    .map(({ name }) => name.getText())
    .filter((name) => !described.includes(name))
    .map((name) => `${symbol.name} @param ${name}`);
  const others = ['returns', 'throws'].filter((tag) => !tags.some(({ name }) => name === tag));
  return [...missing, ...others.map((tag) => `${symbol.name} @${tag}`)];
}

/** Not of a library, not a type parameter, and no constant of which only the type is taken. */
function isOurs({ declarations = [], flags }: ts.Symbol): boolean {
  const isType =
    ts.SymbolFlags.Interface |
    ts.SymbolFlags.TypeAlias |
    ts.SymbolFlags.Class |
    ts.SymbolFlags.Enum;
  return (
    (flags & isType) !== 0 &&
    declarations.some((each) => each.getSourceFile().fileName.startsWith(`${root}src${sep}`))
  );
}

type Member = ts.PropertySignature | ts.PropertyDeclaration | ts.MethodSignature;

/** Every named member within a declaration, but for a discriminant: its value says which case it is. */
function membersIn(declaration: ts.Node, path: string): readonly (readonly [Member, string])[] {
  const found: (readonly [Member, string])[] = [];
  const visit = (node: ts.Node, at: string): void => {
    const isMember =
      ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isMethodSignature(node);
    const inner = isMember ? `${at}.${node.name.getText()}` : at;
    if (isMember && !isDiscriminant(node)) found.push([node, inner]);
    for (const child of surfaceOf(node)) visit(child, inner);
  };
  visit(declaration, path);
  return found;
}

function isDiscriminant(node: Member): boolean {
  const isCase = ts.isTypeLiteralNode(node.parent) && ts.isUnionTypeNode(node.parent.parent);
  return isCase && node.name.getText() === 'kind';
}

/** The names of types in what a declaration shows; not in the body of a function. */
function namesIn(declaration: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node)) found.push(node.typeName);
    if (ts.isExpressionWithTypeArguments(node)) found.push(node.expression);
    for (const child of surfaceOf(node)) visit(child);
  };
  visit(declaration);
  return found;
}

function surfaceOf(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    if (!ts.isBlock(child)) children.push(child);
  });
  return children;
}
