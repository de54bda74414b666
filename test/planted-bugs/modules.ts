import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import ts from 'typescript';
import * as grammars from '../../src/run/definitions/grammars.js';

const root = join(import.meta.dirname, '..', '..');

export type Exports = Record<string, unknown>;

/** What a module of the `System` format says of itself; see the documents of SystemJS. */
interface Declared {
  readonly setters: readonly ((exports: Exports) => void)[];
  readonly execute: () => Promise<void> | undefined;
}

type Declare = (
  tell: (name: string | Exports, value?: unknown) => unknown,
  context: { readonly meta: { readonly url: string } },
) => Declared;

interface Registered {
  readonly from: readonly string[];
  readonly declare: Declare;
}

interface Module {
  readonly exports: Exports;
  readonly told: ((exports: Exports) => void)[];
  readonly ready: Promise<void>;
}

/** What there can be one of in a process, and is taken as it is. */
const shared: Readonly<Record<string, Exports>> = { 'src/run/definitions/grammars.ts': grammars };

/** Modules of the project, by their paths from its root. */
export interface Modules {
  readonly load: (file: string) => Promise<Exports>;
}

export function sourceOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** TypeScript's output for a loader of one's own, which waits at the top of a module as others do. */
function register(file: string, source: string): Registered {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.System, target: ts.ScriptTarget.ES2023 },
  });
  const found: Registered[] = [];
  const system = {
    register: (from: readonly string[], declare: Declare) => found.push({ from, declare }),
  };
  vm.compileFunction(outputText, ['System'], { filename: join(root, file) })(system);
  const [registered] = found;
  if (registered === undefined) throw new Error(`${file} is no module`);
  return registered;
}

const compiled = new Map<string, Registered>();

function registeredAsItIs(file: string): Registered {
  const known = compiled.get(file) ?? register(file, sourceOf(file));
  compiled.set(file, known);
  return known;
}

function sourceFile(from: string, specifier: string): string {
  const file = join(dirname(from), specifier);
  const asTypescript = file.replace(/\.js$/u, '.ts');
  return existsSync(join(root, asTypescript)) ? asTypescript : file;
}

/** Loads modules anew, with what they remember, but compiles only those that are not as they are in the project. */
export function createModules(changed: ReadonlyMap<string, string>): Modules {
  const known = new Map<string, Module>();

  const declaredIn = (
    file: string,
    exports: Exports,
    told: Module['told'],
  ): [Registered, Declared] => {
    const source = changed.get(file);
    const registered = source === undefined ? registeredAsItIs(file) : register(file, source);
    const tell = (name: string | Exports, value?: unknown) => {
      if (typeof name === 'string') exports[name] = value;
      else Object.assign(exports, name);
      for (const each of told) each(exports);
      return value;
    };
    const meta = { url: pathToFileURL(join(root, file)).href };
    return [registered, registered.declare(tell, { meta })];
  };

  const give = async (file: string, specifier: string, setter: Module['told'][number]) => {
    if (!specifier.startsWith('.')) return setter(await import(specifier));
    const own = sourceFile(file, specifier);
    const given = shared[own];
    if (given !== undefined) return setter(given);
    const needed = start(own);
    needed.told.push(setter);
    await needed.ready;
    setter(needed.exports);
  };

  const start = (file: string): Module => {
    const before = known.get(file);
    if (before !== undefined) return before;
    const exports: Exports = {};
    const told: Module['told'] = [];
    const run = async () => {
      const [{ from }, { setters, execute }] = declaredIn(file, exports, told);
      for (const [at, specifier] of from.entries())
        await give(file, specifier, setters[at] ?? (() => undefined));
      await execute();
    };
    const module: Module = { exports, told, ready: run() };
    known.set(file, module);
    return module;
  };

  return {
    load: async (file) => {
      const module = start(file);
      await module.ready;
      return module.exports;
    },
  };
}
