// Tells a database that is gone from one that refuses a statement.
import { postgres } from './driver.ts';

/** True unless the error is an ordinary answer of the database, which shows that it is there. */
export const isConnectionFailure = (error: unknown): boolean =>
  !(error instanceof postgres.PostgresError) || error.severity === 'FATAL';

/** The driver's own words for a connection that broke or could not be opened, and those of the socket. */
const brokenCodes: readonly string[] = [
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
];

/** True for an error that says only that a connection is lost; false for whatever else may be wrong. */
export function isBrokenConnection(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return error.severity === 'FATAL';
  return error instanceof Error && 'code' in error && brokenCodes.includes(String(error.code));
}

/** True when a row was locked by somebody else for longer than the statement may wait. */
export const isLocked = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && error.code === '55P03';
