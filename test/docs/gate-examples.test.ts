import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clone, domain, inShell, root } from '../e2e/forge.js';
import { readPage } from './page-files.js';
import { shellCommandsIn } from './pages.js';

const page = readPage(join('docs', 'gate.md'));

function blocksOf(language: string): readonly string[] {
  const blocks = page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
  return [...blocks].map(([, body = '']) => body);
}

const yaml = blocksOf('yaml');

/** The only example of the page that has a word. */
function example(word: string): string {
  const found = yaml.filter((text) => text.includes(word));
  expect([word, found.length]).toEqual([word, 1]);
  return found[0] ?? '';
}

const file = (name: string) => readFileSync(join(root, name), 'utf8');

describe('docs/gate.md', () => {
  it('has commands that end as the page says', async () => {
    const { cwd, write, commit, git } = clone({ 'vms/db.xml': domain('unsafe') });
    commit();
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    const [first = '', second = '', ...more] = shellCommandsIn(page);
    expect(more).toHaveLength(2);
    expect(await inShell(['sh'], first, cwd, {})).toMatchObject({ status: 1 });
    // What failed before is status 0; what became worse is not.
    expect(await inShell(['sh'], second, cwd, {})).toMatchObject({ status: 0 });
    write('vms/deep/web.xml', domain('unsafe', 'web'));
    expect(await inShell(['sh'], second, cwd, {})).toMatchObject({ status: 1 });
  });

  it('has commands that write a baseline and compare with it', async () => {
    const { cwd, write } = clone({ 'vms/db.xml': domain('unsafe') });
    const [keep = '', compare = ''] = shellCommandsIn(page).slice(2);
    expect(await inShell(['sh'], keep, cwd, {})).toMatchObject({ status: 1 });
    expect(await inShell(['sh'], compare, cwd, {})).toMatchObject({ status: 0 });
    write('vms/web.xml', domain('unsafe', 'web'));
    expect(await inShell(['sh'], compare, cwd, {})).toMatchObject({ status: 1 });
  });

  it('has a file of waivers that is valid, and waives', async () => {
    const text = example('waivers/1');
    const { $schema: _, ...schema } = JSON.parse(file('schemas/waivers.schema.json'));
    expect(new Ajv({ strict: false }).validate(schema, parse(text))).toBe(true);
    const { cwd, write } = clone({ 'vms/build7.xml': domain('unsafe', 'build7') });
    write('blkcheck.waivers.yaml', text);
    const { status, output } = await inShell(['sh'], 'blkcheck run vms --quiet\n', cwd, {});
    // Until the day that the page names.
    const isOver = new Date().toISOString() > `${parse(text).waivers[0].expires}T23:59:59`;
    expect([status, output]).toEqual(
      isOver ? [1, expect.any(String)] : [0, expect.stringContaining('1 waived')],
    );
  });

  it('has a waiver beside a value that waives', async () => {
    const [beside = ''] = blocksOf('xml');
    const later = beside.replace(/expires=\S+/u, 'expires=2999-01-01');
    const text = domain('unsafe').replace(/<driver .*\n/u, later);
    const { cwd } = clone({ 'vm.xml': text });
    const { status, output } = await inShell(['sh'], 'blkcheck run vm.xml --quiet\n', cwd, {});
    expect([status, output]).toEqual([0, expect.stringContaining('1 waived')]);
  });

  it('has a waiver before a command that waives in its lines', async () => {
    const [script = ''] = blocksOf('bash');
    const { cwd } = clone({ 'vm.sh': script.replace(/expires=\S+/u, 'expires=2999-01-01') });
    const { status, output } = await inShell(['sh'], 'blkcheck run vm.sh --quiet\n', cwd, {});
    expect([status, output]).toEqual([0, expect.stringContaining('1 waived')]);
  });

  it('has a workflow for GitHub whose inputs the action has', () => {
    const { jobs } = parse(example('actions/checkout'));
    const steps: readonly { uses: string; with?: object }[] = jobs.blkcheck.steps;
    const own = steps.find(({ uses }) => uses.endsWith('/blkcheck'));
    const { inputs } = parse(file('action.yml'));
    expect(Object.keys(own?.with ?? {})).toEqual(['files', 'sarif']);
    for (const name of Object.keys(own?.with ?? {})) expect(inputs).toHaveProperty(name);
    // The base has to be there, and what is uploaded is what was written.
    expect(steps[0]).toMatchObject({ with: { 'fetch-depth': 0 } });
    expect(steps.at(-1)).toMatchObject({ with: { sarif_file: 'blkcheck.sarif' } });
  });

  it('has an include for GitLab whose variables the job reads', () => {
    const { include, variables } = parse(example('include:'));
    const { blkcheck: job } = parse(file(include[0].local));
    for (const name of Object.keys(variables)) expect(job.script.join('\n')).toContain(`$${name}`);
  });

  it('has a hook for pre-commit that there is', () => {
    const [{ hooks, rev }] = parse(example('repos:')).repos;
    const [own] = parse(file('.pre-commit-hooks.yaml'));
    expect(hooks).toEqual([{ id: own.id, files: '^vms/' }]);
    expect(rev).toBe(`v${JSON.parse(file('package.json')).version}`);
  });

  it('has no example that is not looked at here', () => {
    expect(yaml).toHaveLength(4);
    expect(blocksOf('xml')).toHaveLength(1);
    expect(blocksOf('sh')).toHaveLength(2);
    expect(blocksOf('bash')).toHaveLength(1);
  });
});
