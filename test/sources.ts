// Reads our source files for test/tidy.test.ts: their text, and the same text with comments and the
// insides of strings blanked out, so that a word in a comment is not taken for code. Line numbers stay.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Source {
  /** From the project's root: `src/core/plan.ts`. */
  readonly path: string;
  readonly text: string;
  /** The text without comments and without what stands in quotes; as long as the text, line by line. */
  readonly code: string;
  /** The texts of its template literals, with the line on which each begins. */
  readonly templates: readonly { readonly line: number; readonly text: string }[];
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every TypeScript file below the folders. */
export function readSources(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') || name.endsWith('.tsx'))
      .sort()
      .map((name) => {
        const text = readFileSync(`${root}${folder}/${name}`, 'utf8');
        return { path: `${folder}/${name}`, text, ...scan(text) };
      }),
  );
}

/** The paths of the files directly in the folder whose names end so, from the project's root. */
export const readFiles = (folder: string, ending: string): string[] =>
  readdirSync(`${root}${folder}`)
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);

/** The paths of all stylesheets below the folder. */
export const readStylesheets = (folder: string): string[] =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.css'))
    .map((name) => `${folder}/${name}`);

/** The paths of the folder's Markdown files. */
export const readDocuments = (folder: string): string[] => readFiles(folder, '.md');

/** Whether there is a file or a folder of this path, from the project's root. */
export const exists = (path: string): boolean => existsSync(`${root}${path}`);

export const readProjectFile = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

/** Each match in `code` as `path:line`. */
export function places(source: Source, pattern: RegExp): string[] {
  return source.code
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${source.path}:${index + 1}: ${line.trim()}`] : []));
}

/** What stands after `from` in imports and exports, and in dynamic imports of a literal. */
export function imports(source: Source): { line: number; target: string }[] {
  const found = source.text.matchAll(
    /^(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map((match) => ({
    line: source.text.slice(0, match.index).split('\n').length,
    target: match[1] ?? match[2] ?? match[3] ?? '',
  }));
}

interface Scan {
  readonly code: string;
  readonly templates: { line: number; text: string }[];
}

/** One pass over the text. A `/` begins a regular expression where a value may begin. */
function scan(text: string): Scan {
  const templates: Scan['templates'] = [];
  // Inside `${ }` of a template literal: how many braces are open.
  const open: number[] = [];
  let code = '';
  let line = 1;
  let at = 0;
  const blank = (until: number): void => {
    const part = text.slice(at, until);
    code += part.replace(/[^\n]/g, ' ');
    line += part.split('\n').length - 1;
    at = until;
  };
  const template = (): void => {
    let end = at;
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end))
      end += text[end] === '\\' ? 2 : 1;
    templates.push({ line, text: text.slice(at, end) });
    blank(end);
    if (text[at] === '`') take();
    else {
      take();
      take();
      open.push(0);
    }
  };
  const take = (): void => {
    if (text[at] === '\n') line += 1;
    code += text[at] ?? '';
    at += 1;
  };
  while (at < text.length) {
    const char = text[at] ?? '';
    if (text.startsWith('//', at)) blank(endOf(text, at, '\n'));
    else if (text.startsWith('/*', at)) blank(endOf(text, at + 2, '*/') + 2);
    else if (char === "'" || char === '"') {
      take();
      blank(closing(text, at, char));
      take();
    } else if (char === '`') {
      take();
      template();
    } else if (char === '/' && /(?:[(,=:[!&|?{};<>+*-]|\breturn|^)\s*$/.test(code.slice(-20))) {
      take();
      blank(closing(text, at, '/'));
      take();
    } else if (char === '}' && open.at(-1) === 0) {
      open.pop();
      take();
      template();
    } else {
      const depth = open.length - 1;
      if (depth >= 0 && char === '{') open[depth] = (open[depth] ?? 0) + 1;
      if (depth >= 0 && char === '}') open[depth] = (open[depth] ?? 0) - 1;
      take();
    }
  }
  return { code, templates };
}

function endOf(text: string, from: number, mark: string): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end;
}

/** The place of the closing quote; in a regular expression a `/` between brackets does not close. */
function closing(text: string, from: number, quote: string): number {
  let isInClass = false;
  let end = from;
  for (; end < text.length && text[end] !== '\n'; end += 1) {
    if (text[end] === '\\') end += 1;
    else if (quote === '/' && text[end] === '[') isInClass = true;
    else if (quote === '/' && text[end] === ']') isInClass = false;
    else if (text[end] === quote && !isInClass) break;
  }
  return end;
}
