/** The directions of docs/ARCHITECTURE.md, one rule for each folder. */
const mayImport = {
  model: [],
  catalogue: ['model'],
  stack: ['model', 'catalogue'],
  scenario: ['model'],
  analysis: ['model', 'catalogue'],
  config: ['model', 'catalogue'],
  gate: ['model', 'catalogue', 'config'],
  advise: ['model', 'catalogue', 'analysis'],
  search: ['model', 'catalogue', 'stack', 'scenario'],
  report: ['model'],
  run: ['model', 'catalogue', 'scenario', 'search', 'analysis', 'advise', 'config', 'gate'],
  library: ['model', 'catalogue', 'scenario', 'advise', 'config', 'gate', 'run', 'report'],
  cli: ['model', 'catalogue', 'scenario', 'advise', 'config', 'gate', 'run', 'report', 'library'],
};

const pureFolders = 'model|catalogue|stack|scenario|analysis|config|gate|advise|search|report';

const directions = Object.entries(mayImport).map(([folder, others]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import: ${[folder, ...others].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...others].join('|')})/` },
}));

/** The same for the folders of src/run; what stands above them is for all. */
const mayImportInRun = {
  files: [],
  definitions: ['files'],
  configurations: ['definitions'],
  scenarios: ['files', 'configurations'],
  jobs: ['configurations', 'scenarios'],
  replay: ['configurations', 'scenarios'],
  waivers: ['files', 'definitions'],
  gate: ['files', 'definitions', 'configurations', 'scenarios'],
  base: ['files', 'definitions', 'gate'],
  fix: ['definitions', 'configurations', 'scenarios', 'jobs', 'gate'],
  matrix: ['configurations', 'scenarios', 'jobs'],
};

const directionsInRun = Object.entries(mayImportInRun).map(([folder, others]) => ({
  name: `run-${folder}-imports`,
  comment: `of src/run, ${folder} may import: ${[folder, ...others].join(', ')}`,
  severity: 'error',
  from: { path: `^src/run/${folder}/` },
  to: { path: '^src/run/[^/]+/', pathNot: `^src/run/(${[folder, ...others].join('|')})/` },
}));

/** A library that only some folders may know. */
function onlyIn(library, folders) {
  return {
    name: `${library}-only-in-${folders.replaceAll('|', '-')}`,
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/(${folders})/` },
    to: { path: `^node_modules/${library}/` },
  };
}

module.exports = {
  forbidden: [
    ...directions,
    ...directionsInRun,
    {
      name: 'pure-core',
      comment: 'everything but run, library and cli is synchronous and pure',
      severity: 'error',
      from: { path: `^src/(${pureFolders})/` },
      to: { dependencyTypes: ['core'] },
    },
    onlyIn('fast-check', 'search'),
    onlyIn('commander', 'cli'),
    onlyIn('chalk', 'cli|report'),
    onlyIn('log-update', 'cli'),
    onlyIn('tinypool', 'run'),
    onlyIn('yaml', 'scenario|config'),
    onlyIn('jsonc-parser', 'config'),
    onlyIn('web-tree-sitter', 'run'),
    onlyIn('saxes', 'config'),
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-development-dependencies',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
