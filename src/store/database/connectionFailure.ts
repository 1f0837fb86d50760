// Tells a database that is gone from one that refuses a statement.
import pg from 'pg';

/** A connection that could not be opened, or broke: what was sent on it may have been done or not. */
export class ConnectionLost extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'ConnectionLost';
  }
}

/**
 * What the database says last on a connection: that it ends it (class 57P), that the protocol is broken (class 08),
 * or that it is a standby now and takes no writes (25006). The severity would say the same in the server's language.
 */
const lastWords = /^(57P|08|25006)/;

/** True unless the error is an ordinary answer of the database, which shows that it is there. */
export const isConnectionFailure = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || isBrokenConnection(error);

/** True for an error that says only that a connection is lost; false for whatever else may be wrong. */
export const isBrokenConnection = (error: unknown): boolean =>
  error instanceof ConnectionLost || (error instanceof pg.DatabaseError && lastWords.test(error.code ?? ''));

/** True when a row was locked by somebody else for longer than the statement may wait. */
export const isLocked = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '55P03';
