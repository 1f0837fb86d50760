// Tells a database that is gone from one that refuses a statement.
import pg from 'pg';

/** A connection that could not be opened, or broke: what was sent on it may have been done or not. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'ConnectionLost';
  }
}

/** A host that took writes when the connection was opened, and is a standby now. */
const readOnly = '25006';

/** True for what the database itself says in the middle of its end, or of ours: it is the last on that connection. */
const isFatal = (error: pg.DatabaseError): boolean => error.severity === 'FATAL' || error.code === readOnly;

/** True unless the error is an ordinary answer of the database, which shows that it is there. */
export const isConnectionFailure = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || isFatal(error);

/** True for an error that says only that a connection is lost; false for whatever else may be wrong. */
export const isBrokenConnection = (error: unknown): boolean =>
  error instanceof ConnectionLost || (error instanceof pg.DatabaseError && isFatal(error));

/** True when a row was locked by somebody else for longer than the statement may wait. */
export const isLocked = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '55P03';
