// JSON files as arguments of a command, and the contract's violations in them.
import { readFileSync } from 'node:fs';
import { failure } from '../contract/envelope.ts';
import type { Reading } from '../contract/rules/violation.ts';
import { Failure } from './failure.ts';

const standardInput = 0;

/** `-` is standard input. */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file === '-' ? standardInput : file, 'utf8'));
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new Failure(
      isAbsent
        ? `There is no file ${file}.`
        : `${file}: ${error instanceof Error ? error.message : 'cannot be read'}`,
    );
  }
}

/** What the server would refuse is refused here in the server's words. */
export function unlessRefused<Value>(reading: Reading<Value>, file: string): Value {
  if (reading.ok) return reading.value;
  const { resultCode, resultDesc } = failure(reading.violations, 'en_US');
  throw new Failure(`${file}: ${resultCode}: ${resultDesc}`);
}
