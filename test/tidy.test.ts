// The walls of the sources as tests: which room may import which, what pure rooms must not touch, where SQL
// may stand, that every result code is used and tested, that every key begins with the VDN, that citations
// name what exists. Each failure names file and line.
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { citationFaults } from './citations.ts';
import {
  exists,
  imports,
  places,
  readDocuments,
  readFiles,
  readProjectFile,
  readSources,
  readStylesheets,
  type Source,
} from './sources.ts';

const sources = readSources('src');
const tests = readSources('test');
const web = readSources('web');
const documents = ['README.md', 'CONTRIBUTING.md', 'web/README.md'].concat(
  readDocuments('docs'),
  readDocuments('docs/sources'),
);
const all = [...sources, ...web, ...tests, ...readSources('scripts', 'bench')];

/** The room of a file of ours: web, the folder below src, or the file itself for those in src. */
const roomOf = (path: string): string => (path.startsWith('web/') ? 'web' : (path.split('/')[1] ?? ''));

/** ARCHITECTURE.md, "Rooms": whom a room may import beside itself. Files directly in src import all. */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  api: ['core'],
  contract: ['core'],
  simulation: ['core'],
  store: ['core'],
  telephony: ['core', 'simulation'],
  workers: ['core', 'contract', 'store', 'telephony'],
  http: ['core', 'api', 'contract', 'store'],
  lab: [],
  cli: ['core', 'api', 'contract', 'simulation', 'lab', 'main.ts'],
  web: ['core', 'api', 'contract', 'simulation'],
};

/** The pure rooms, with the packages each may use. */
const packagesOf: Record<string, readonly string[]> = {
  core: ['temporal-polyfill'],
  api: ['typebox'],
  contract: ['typebox'],
  simulation: [],
};

/** Instruments that every room with a clock may hold: they know nothing of the trade. */
const instruments = ['clock.ts', 'config.ts', 'metrics.ts'];

test('rooms import only whom they may', () => {
  const faults = [...sources, ...web].flatMap((source) =>
    imports(source).flatMap((one) => importFault(source, one)),
  );
  expect(faults).toEqual([]);
});

function importFault(source: Source, { line, target }: { line: number; target: string }): string[] {
  const room = roomOf(source.path);
  const allowed = mayImport[room];
  const pure = packagesOf[room];
  const fault = (why: string): string[] => [`${source.path}:${line}: imports ${target}: ${why}`];
  if (!target.startsWith('.')) {
    const isAllowed =
      pure === undefined || pure.some((name) => target === name || target.startsWith(`${name}/`));
    return isAllowed ? [] : fault(`${room} is a pure room`);
  }
  if (!/\.(?:tsx?|json|css)$/.test(target)) return fault('the path must end in .ts');
  if (allowed === undefined) return [];
  const found = posix.join(posix.dirname(source.path), target);
  const other = roomOf(found);
  if (other === room || allowed.includes(other)) {
    if (room === 'workers' && other === 'telephony' && found !== 'src/telephony/driver.ts')
      return fault('workers know the port of telephony only');
    if (room === 'telephony' && other === 'simulation' && !/simulat|faulty/.test(source.path))
      return fault('of telephony only the simulator knows the simulation');
    return [];
  }
  return pure === undefined && room !== 'web' && instruments.includes(other)
    ? []
    : fault(`${room} may not know ${other}`);
}

test('no file imports itself by way of others, be it for types only or later', () => {
  const targets = new Map(
    all.map((source) => [
      source.path,
      imports(source).map(({ target }) => posix.join(posix.dirname(source.path), target)),
    ]),
  );
  const circles = [...targets.keys()].flatMap((path) => circleOf(path, targets));
  expect(circles).toEqual([]);
});

/** The shortest way from a file back to itself, told at the first of its files by name; empty when there is none. */
function circleOf(start: string, targets: ReadonlyMap<string, readonly string[]>): string[] {
  const ways = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of targets.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way].sort()[0] === start ? [[...way, start].join(' → ')] : [];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return [];
}

test('pure rooms have no clock, no chance and nothing to wait for', () => {
  const forbidden =
    /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|\bperformance\b|\bTemporal\.Now\b|\bMath\.random\b|\bawait\b|\basync\b|\bPromise\b|\bsetTimeout\b|\bsetInterval\b|\bprocess\.|\bglobalThis\b/;
  const pure = sources.filter((source) => roomOf(source.path) in packagesOf);
  expect(pure.flatMap((source) => places(source, forbidden))).toEqual([]);
});

test('the clock is read in src/clock.ts and nowhere else', () => {
  const readers = sources.filter((source) => source.path !== 'src/clock.ts');
  expect(
    readers.flatMap((source) => places(source, /\bDate\.now\b|\bnew Date\(\)|\bTemporal\.Now\b/)),
  ).toEqual([]);
});

test('the browser’s clock is read in one place, since the server’s world may run faster than real time', () => {
  const readers = web.filter((source) => source.path !== 'web/src/live/serverClock.ts');
  expect(
    readers.flatMap((source) => places(source, /\bDate\.now\b|\bnew Date\(\)|\bTemporal\.Now\b/)),
  ).toEqual([]);
});

// Two shapes under one key broke nine of 22 ways through the console: the page that came second got the answer
// of the first. The words at the beginning of a key tell it from every other one, so they are written once.
test('every answer that the console keeps has its key in web/src/api, and shares it with no other', () => {
  const written = web.flatMap(({ path, text }) =>
    [...text.matchAll(/\bqueryKey: (\[[^\]]*\])/g)].map(([, key = '']) => ({ path, key })),
  );
  expect(written.filter(({ path }) => !path.startsWith('web/src/api/'))).toEqual([]);
  // `[concept]` alone names all answers of a concept.
  const words = written.flatMap(({ key }) => /^\['\w+'(?:, '\w+')*/.exec(key)?.[0] ?? []);
  expect(words.length).toBeGreaterThan(15);
  expect(words.filter((one, index) => words.indexOf(one) < index)).toEqual([]);
  // A longer key that begins with all of a shorter one would be read again with it, and told nobody.
  expect(words.filter((one) => words.some((other) => other.startsWith(`${one},`)))).toEqual([]);
});

test('SQL stands in src/store only, and asks no clock', () => {
  const begins =
    /^\s*(?:select|insert\s+into|update\s+\w+\s+set|delete\s+from|with\s+\w+\s+as|(?:create|alter|drop)\s+\w+|copy\s+\w+)\b/i;
  const outside = sources
    .filter((source) => roomOf(source.path) !== 'store')
    .flatMap((source) => [
      ...source.templates
        .filter(({ text }) => begins.test(text))
        .map(({ line }) => `${source.path}:${line}: SQL`),
      ...imports(source)
        .filter(({ target }) => target === 'pg')
        .map(({ line }) => `${source.path}:${line}: pg`),
    ]);
  const clocks = sources.flatMap((source) =>
    roomOf(source.path) !== 'store'
      ? []
      : source.templates
          .filter(({ text }) =>
            /\b(?:now|clock_timestamp|statement_timestamp)\s*\(|\bcurrent_(?:timestamp|date|time)\b/i.test(
              text,
            ),
          )
          .map(({ line }) => `${source.path}:${line}: a statement asks the clock`),
  );
  expect([...outside, ...clocks]).toEqual([]);
});

test('every result code is used and tested', () => {
  const catalog = readProjectFile('src/contract/codes.ts');
  const codes = [...catalog.matchAll(/^ {2}'(0200\d+)':/gm)].map((match) => match[1] ?? '');
  expect(codes.length).toBeGreaterThan(20);
  const uses = (files: readonly Source[], code: string): number =>
    files.reduce((sum, { text }) => sum + text.split(`'${code}'`).length - 1, 0);
  expect(codes.filter((code) => uses(sources, code) < 2).map((code) => `${code} is never answered`)).toEqual(
    [],
  );
  expect(codes.filter((code) => uses(tests, code) < 1).map((code) => `${code} is in no test`)).toEqual([]);
});

test('every key of every table begins with vdn_id', () => {
  const lines = readProjectFile('migrations/schema.sql').split('\n');
  let table = '';
  const faults = lines.flatMap((line, index) => {
    table = /^table (\w+)/.exec(line)?.[1] ?? table;
    // The processes serve all tenants.
    if (table === 'nodes') return [];
    // A BRIN index is no key: it lets a sweep pass over what is not past its time.
    const isKey = /PRIMARY KEY|UNIQUE|FOREIGN KEY|^CREATE .*INDEX (?!.*USING brin )/.test(line);
    return !isKey || /(?:PRIMARY KEY|UNIQUE|FOREIGN KEY|USING \w+) \(vdn_id\b/.test(line)
      ? []
      : [`migrations/schema.sql:${index + 1}: ${line.trim()}`];
  });
  const tables = lines.filter((line) => line.startsWith('table ')).length;
  const keys = lines.filter((line) => line.includes('PRIMARY KEY')).length;
  expect(tables).toBeGreaterThan(15);
  expect(faults).toEqual([]);
  // One append-only log has no key: call events repeat, and nothing refers to them.
  expect(tables - keys).toBeLessThanOrEqual(1);
});

// Where `node` is older than ours, `node scripts/x.ts` fails; npm's scripts bring the right one.
test('every command that a reader is told to run brings its own Node', () => {
  const texts = [
    ...documents.map((path) => ({ path, text: readProjectFile(path) })),
    ...[...sources, ...web, ...readSources('scripts', 'bench')],
  ];
  const faults = texts.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        /`[^`]*\bnode [\w./-]+\.(?:ts|js)\b|`npx (?!campana\b)/.test(line)
          ? [`${path}:${index + 1}: ${line.trim()}`]
          : [],
      ),
  );
  expect(faults).toEqual([]);
});

test('every file that a document names exists', () => {
  const path = /(?<![\w./-])(?:[\w-]+\/)+[\w.-]+\.(?:tsx?|css|sql|json|md)\b(?!\w)/g;
  const faults = documents.flatMap((document) =>
    [...readProjectFile(document).matchAll(path)]
      // A document may leave out what its reader knows: `core/plan.ts`, `pages/index.ts`.
      .filter(
        ([name]) =>
          !name.includes('NAME') && !['', 'src/', 'web/src/', 'docs/'].some((from) => exists(from + name)),
      )
      .map(([name]) => `${document}: there is no ${name}`),
  );
  expect(faults).toEqual([]);
});

test('every citation names something that is in the repository', () => {
  const migrations = readFiles('migrations', '.sql');
  const written = [...documents, 'CHANGELOG.md', ...migrations].map((path) => ({
    path,
    text: readProjectFile(path),
  }));
  const citing = [...all, ...written].filter(({ path }) => path !== 'test/citations.test.ts');
  const faults = citing.flatMap(({ path, text }) => citationFaults(path, text));
  expect(faults, 'docs/sources/README.md says how to cite').toEqual([]);
});

/** Statements that take rows of many tenants at once, each with why nobody waits for another's rows there. */
const crossTenants: Readonly<Record<string, string>> = {
  loadViews: 'reads only',
  openCalls: 'reads only',
  dueQueues: 'reads only',
  readNoticesBetween: 'reads only',
  loadSkillsOf: 'reads only',
  recordEvents: 'adds rows to a log without a key',
  writePacingBeats: 'adds rows that nobody else writes',
  release: 'skips rows that are locked',
};

test('a statement that takes many tenants is named with its reason', () => {
  const found = sources
    .filter((source) => roomOf(source.path) === 'store')
    .flatMap(({ text }) => {
      const bodies = text.split(/^(?:export )?(?:async )?function /m).slice(1);
      return bodies.filter((body) => /vdnId\)\}::integer\[\]/.test(body));
    })
    .map((body) => /^\w+/.exec(body)?.[0]);
  expect(found.sort()).toEqual(Object.keys(crossTenants).sort());
});

test('every file opens with what it is for, and fits in the head', () => {
  const faults = all.flatMap((source) => {
    const lines = source.text.split('\n').length - 1;
    return [
      ...(/^(?:#!.*\n)?\/[/*]/.test(source.text) ? [] : [`${source.path}:1: no opening comment`]),
      ...(lines > 400 ? [`${source.path}:400: ${lines} lines`] : []),
    ];
  });
  expect(faults).toEqual([]);
});

/** A cut here would make a circle: these files import each other across every line that could be drawn. */
const uncut = ['src/core', 'src/core/pacing'];

test('a folder has at most 15 files', () => {
  const perFolder = new Map<string, number>();
  for (const { path } of [...sources, ...web]) {
    const folder = posix.dirname(path);
    perFolder.set(folder, (perFolder.get(folder) ?? 0) + 1);
  }
  expect([...perFolder.keys()]).toContain('src/store/campaigns');
  const full = [...perFolder].filter(([, files]) => files > 15).map(([folder]) => folder);
  expect(full.sort()).toEqual(uncut);
});

test('what /api/v1 answers is described, and nobody guesses it', () => {
  const unknowns = sources.flatMap((source) => places(source, /\bType\.Unknown\(/));
  // A value that a rule refused, a value of any setting, and what an audit entry tells.
  expect(unknowns.length, unknowns.join('\n')).toBeLessThanOrEqual(3);
  const clients = [...web, ...sources.filter(({ path }) => path.startsWith('src/cli/'))];
  expect(clients.flatMap((source) => places(source, /\bask<(?!One\b)|\bsend\([^)]*\/api\/v1/))).toEqual([]);
});

test('nothing is any, and nothing is declared present with an exclamation mark', () => {
  const forbidden = /(?::|\bas|<|\|)\s*any\b|[\w\])]!(?:[.,;)\]]|\s*$)/;
  expect(all.flatMap((source) => places(source, forbidden))).toEqual([]);
});

test('no file is a drawer for everything', () => {
  expect(
    all.filter(({ path }) => /(?:utils?|helpers?|common|misc)\.tsx?$/i.test(path)).map(({ path }) => path),
  ).toEqual([]);
});

type Text = Pick<Source, 'path' | 'text'>;

/** All that people read: the code with its comments, the documents, SQL and styles; this file quotes the faults. */
const allTexts = (): Text[] => [
  ...all.filter(({ path }) => path !== 'test/tidy.test.ts'),
  ...[...documents, 'CHANGELOG.md', ...readFiles('migrations', '.sql'), ...readStylesheets('web/src')].map(
    (path) => ({
      path,
      text: readProjectFile(path),
    }),
  ),
];

const textPlaces = ({ path, text }: Text, fault: RegExp): string[] =>
  text
    .split('\n')
    .flatMap((line, index) => (fault.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));

test('spelling is American', () => {
  const british =
    /dial(?:led|ling)|cancell(?:ed|ing)|colour|behaviour|neighbour|favour|judgement|catalogue|\bcentre|signalling|\bgrey/i;
  // Words that end so in American English too, up to the ending.
  const ordinary =
    'adv|ar|compr|conc|cru|disgu|enterpr|exerc|likew|no|otherw|prec|prem|prom|r|ra|rev|superv|surpr|w';
  const endings = new RegExp(
    `(?:(?<![A-Za-z])|(?=[A-Z]))(?!(?i:${ordinary})is)[A-Za-z][a-z]*is(?:e[drs]?|ers|ing|ations?)(?![a-z])`,
  );
  const faults = allTexts().flatMap((text) => [british, endings].flatMap((fault) => textPlaces(text, fault)));
  expect(faults).toEqual([]);
});

test('no sentence has a subject as vague as "whoever"', () => {
  const vague = /\bwho(?:m|se)?ever\b/i;
  // The text of a migration that has run stays as it is.
  const changeable = allTexts().filter(({ path }) => !/^migrations\/\d/.test(path));
  expect(changeable.flatMap((text) => textPlaces(text, vague))).toEqual([]);
});

// Where a registry lacks the packages of other machines, npm leaves them out of the lock file, and then
// refuses it in `npm ci`. Entries need no more than version, os and cpu, beside those that are there.
test('the lock file names every optional package', () => {
  const lock: { packages: Record<string, { optionalDependencies?: Record<string, string> }> } = JSON.parse(
    readProjectFile('package-lock.json'),
  );
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(
        (name) =>
          !(`node_modules/${name}` in lock.packages) && !(`${path}/node_modules/${name}` in lock.packages),
      )
      .map((name) => `package-lock.json: ${path} wants ${name}`),
  );
  expect(missing).toEqual([]);
});
