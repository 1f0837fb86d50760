// Reads the citations in comments and documents, and names those that point at nothing. The forms are
// those of docs/sources/README.md; a citation may be broken over two lines of a comment.
import { readDocuments, readProjectFile } from './sources.ts';

const documents = readDocuments('docs');
const nameOf = (path: string): string => path.replace(/^.*\/|\.md$/g, '');

/** What can be cited: the keys are the citations as they are written. */
const known: ReadonlySet<string> = new Set([
  ...readDocuments('docs/sources').flatMap((path) =>
    found(readProjectFile(path), /^#{2,3} (\d+[a-z]?(?:\.\d+)*)\.? /gm).map(
      ([section]) => `${nameOf(path)}.md ${section}`,
    ),
  ),
  ...documents.flatMap((path) =>
    found(readProjectFile(path), /^#{2,4} (.+)$/gm).map(([title]) => `${nameOf(path)}, "${title}"`),
  ),
  ...found(readProjectFile('docs/sources/rulings.md'), /^\| (R\d+) \|/gm).map(([ruling]) => `${ruling}`),
  ...found(rulesOfArchitecture(), /^(\d+)\. \*\*/gm).map(([rule]) => `ARCHITECTURE, rule ${rule}`),
  ...found(readProjectFile('docs/sources/README.md'), /^\| Table (\d+) \|.*\| (\d+) \|$/gm).flatMap(
    ([table, rows]) => [
      `Table ${table}`,
      ...Array.from({ length: Number(rows) }, (_, index) => `Table ${table} row ${index + 1}`),
    ],
  ),
]);

function rulesOfArchitecture(): string {
  return (
    readProjectFile('docs/ARCHITECTURE.md')
      .split(/^## /m)
      .find((part) => part.startsWith('Rules that')) ?? ''
  );
}

/** Between two words of a citation: blanks, or the end of a line and the mark of the next comment. */
const gap = String.raw`(?:\s+(?:(?:\/\/|\*|--)\s+)?)`;
const section = String.raw`\d+[a-z]?(?:\.\d+)*`;
/** `3`, `3 and 4`, `10.1, 10.2 and 4.2`, `3 to 10`. */
const list = (item: string): string =>
  `(${item}(?:(?:,|${gap}(?:and|or|to))${gap}(?:and${gap})?${item})*)\\b`;

/** Each form, and the keys that one citation of it needs. */
const forms: readonly (readonly [pattern: RegExp, keys: (...parts: string[]) => string[]])[] = [
  [
    new RegExp(`\\b([a-z]+)\\.md${gap}${list(section)}`, 'g'),
    (page, sections) => items(sections).map((item) => `${page}.md ${item}`),
  ],
  [/\b(R\d{1,3})\b/g, (ruling) => [ruling]],
  [
    new RegExp(`\\bARCHITECTURE(?:\\.md)?,${gap}rules?${gap}${list(String.raw`\d+`)}`, 'g'),
    (rules) => items(rules).map((rule) => `ARCHITECTURE, rule ${rule}`),
  ],
  [
    new RegExp(`\\b(${documents.map(nameOf).join('|')})(?:\\.md)?(?:\\]\\([^)]*\\))?,${gap}"([^"]+)"`, 'g'),
    (name, title) => [`${name}, "${title.replace(new RegExp(gap, 'g'), ' ')}"`],
  ],
  [
    new RegExp(`\\bTables?${gap}${list(String.raw`\d+`)}(?:${gap}rows?${gap}${list(String.raw`\d+`)})?`, 'g'),
    (tables, rows) =>
      items(tables).flatMap((table) => [
        `Table ${table}`,
        ...items(rows).map((row) => `Table ${table} row ${row}`),
      ]),
  ],
  [/\b(design(?: rule)? \d+)/g, (design) => [design]],
];

const items = (text: string): string[] =>
  found(text, new RegExp(`(${section})`, 'g')).map(([item]) => item ?? '');

/** Each citation in the text that names nothing, as `path:line: …`. */
export const citationFaults = (path: string, text: string): string[] =>
  forms.flatMap(([pattern, keys]) =>
    [...text.matchAll(pattern)].flatMap((match) =>
      keys(...match.slice(1).map((part) => part ?? ''))
        .filter((key) => !known.has(key))
        .map((key) => `${path}:${text.slice(0, match.index).split('\n').length}: there is no ${key}`),
    ),
  );

/** The groups of each match. */
function found(text: string, pattern: RegExp): string[][] {
  return [...text.matchAll(pattern)].map((match) => match.slice(1));
}
