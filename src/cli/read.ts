// Reads fields of answers without trusting them: an answer of another version may lack one, and then a
// table shows a dash and the program does not fail.
import type { Cell } from './output.ts';

/** The value of `answer.a.b` for the path `a.b`; undefined when something on the way is missing. */
export function field(answer: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
      answer,
    );
}

/** The same as something that a table can show. */
export const cell = (answer: unknown, path: string): Cell => asCell(field(answer, path));

/** A value of any kind as something that a table can show. */
export function asCell(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** The list at the path; empty when there is none. */
export function items(answer: unknown, path: string): readonly unknown[] {
  const value = path === '' ? answer : field(answer, path);
  return Array.isArray(value) ? value : [];
}
