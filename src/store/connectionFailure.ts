// Tells a database that is gone from one that refuses a statement.
import { postgres } from './driver.ts';

/** True unless the error is an ordinary answer of the database, which shows that it is there. */
export const isConnectionFailure = (error: unknown): boolean =>
  !(error instanceof postgres.PostgresError) || error.severity === 'FATAL';
