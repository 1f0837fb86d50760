// The common parts of the readers of the configuration: the report of a bad value, files of certificates,
// and addresses that do not leave this machine.
import { readFileSync } from 'node:fs';

/** A value as a sentence shows it. Never for a secret. */
export const shown = (value: unknown): string =>
  value === undefined || value === null ? 'nothing' : JSON.stringify(value);

/** True for an address that only this machine reaches. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** The text of a file that `name` asks for; empty, with a fault, when it cannot be read. */
export function readTextFile(name: string, file: string, faults: string[]): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    faults.push(
      `${name}: expected a readable file, received ${shown(file)} (${error instanceof Error ? error.message : error}).`,
    );
    return '';
  }
}

/** The text of a PEM file; empty, with a fault, when it is none. */
export function readPemFile(name: string, file: string, faults: string[]): string {
  const before = faults.length;
  const text = readTextFile(name, file, faults);
  if (faults.length === before && !text.includes('-----BEGIN '))
    faults.push(`${name}: expected a PEM file, and ${shown(file)} holds no -----BEGIN line.`);
  return text;
}
