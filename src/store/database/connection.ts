// The connection pool. Functions of this room take a `Connection` first, so that several of them can share one
// transaction.
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import pg from 'pg';
import { ConnectionLost } from './connectionFailure.ts';
import { readHosts, silenceMillisMax, Whereabouts } from './hosts.ts';
import { type Listening, listen, openListener } from './listen.ts';
import { Occupancy } from './occupancy.ts';
import { type Known, Session } from './session.ts';
import { Name, type Send, Statement } from './statement.ts';
import { parsers } from './values.ts';

export interface Connection {
  /** A statement, or a part of one; values become parameters. */
  <Found extends readonly object[] = Record<string, unknown>[]>(
    strings: TemplateStringsArray,
    ...values: readonly unknown[]
  ): Statement<Found>;
  /** The name of a table or column. */
  (name: string): Name;
  /** Text that the code has made itself: one or several statements without parameters, or a part of one. */
  unsafe<Found extends readonly object[] = Record<string, unknown>[]>(text: string): Statement<Found>;
}

/** What is done through it is done together or not at all. */
export interface Transaction extends Connection {
  /** Begins a COPY from the stream that is answered; what is done after its `finish` comes after it. */
  copyFrom(text: string): Promise<Writable>;
}

export type Work<Answer> = (transaction: Transaction) => PromiseLike<Answer> | Answer;

export interface TransactionLimits {
  /** In place of the pool's limit; 0: a statement may take any time. */
  readonly statementMillisMax?: number;
}

/** The pool: each statement goes by a connection of its own. */
export interface Database extends Connection {
  /**
   * Does the work in a transaction: all of it when the work returns, nothing of it when it throws.
   * The work's error comes out again, and so does that of a statement, also when the work has caught it.
   */
  begin<Answer>(work: Work<Answer>, limits?: TransactionLimits): Promise<Answer>;
  /** Hears what is notified on a channel; connects again by itself, and misses what is said meanwhile. */
  listen(channel: string, hear: (text: string) => void): Promise<Listening>;
  /** Closes the pool when the statements under way have ended, or after that many seconds. */
  end(options?: { readonly timeout: number }): Promise<void>;
}

/**
 * Part of a `from` clause: the commit does not wait for the disk. For what a power cut may take back by
 * half a second without harm; the server's own death, kill -9 included, takes nothing back.
 */
export const withoutWaiting = (connection: Connection) => connection`
  (select set_config('synchronous_commit', 'off', true)) as without_waiting`;

export interface DatabaseLimits {
  /** A statement that takes longer is canceled by the database; 30 s when not given. */
  readonly statementMillisMax?: number;
  /** A statement that waits longer for a row that somebody has locked is canceled; no such limit when not given. */
  readonly lockMillisMax?: number;
}

/** How long a transaction's work may hold a connection of a pool that is closed. */
const lateMillisMax = 60_000;

/** Opens a pool of at most `connectionsMax` connections; connects on first use. */
export function openDatabase(
  url: string,
  connectionsMax: number,
  { statementMillisMax = 30_000, lockMillisMax = 0 }: DatabaseLimits = {},
): Database {
  const hosts = readHosts(url);
  if (typeof hosts === 'string') throw new Error('the address of the database cannot be read');
  const whereabouts = new Whereabouts(hosts);
  const settings: pg.ClientConfig = {
    application_name: 'campana',
    // A listener asks nothing: this tells it that its host has vanished.
    keepAlive: true,
    keepAliveInitialDelayMillis: 60_000,
    types: parsers,
    // Plans are PostgreSQL's own choice: one plan for every value (force_generic_plan) saves a tenth of a
    // millisecond of a PUT, and makes a claim read a million numbers, for it cannot know the limit.
    statement_timeout: statementMillisMax,
    lock_timeout: lockMillisMax,
  };
  /** The pool itself has no such limit: with it, a statement could not wait longer for its turn either. */
  class Client extends pg.Client {
    constructor() {
      super({
        ...settings,
        connectionString: whereabouts.url,
        connectionTimeoutMillis: silenceMillisMax,
      });
    }
  }
  const pool = new pg.Pool({
    Client,
    onConnect: (client) => whereabouts.judge(client as pg.Client),
    max: connectionsMax,
    idleTimeoutMillis: 0,
  });
  const clients = new Set<pg.PoolClient>();
  pool.on('connect', (client) => {
    clients.add(client);
    // A connection may break while nothing is asked of it; the next statement on it is told.
    client.on('error', () => undefined);
  });
  pool.on('remove', (client) => clients.delete(client));
  pool.on('error', () => undefined);
  const known = new Map<string, Known>();
  const occupancy = new Occupancy();
  let isClosed = false;
  const withSession = <Result>(work: (session: Session) => Promise<Result>): Promise<Result> =>
    occupancy.during(async () => {
      const session = new Session(await whereabouts.find(() => pool.connect()), known, statementMillisMax);
      try {
        if (isClosed) throw new ConnectionLost('the pool is closed');
        return await work(session);
      } finally {
        session.release();
      }
    });
  const listeners = new Set<Listening>();
  const close = async (millisecondsMax: number): Promise<void> => {
    for (const listener of listeners) void listener.unlisten();
    const isEmpty = await occupancy.untilEmpty(millisecondsMax);
    isClosed = true;
    if (isEmpty) return pool.end();
    // What is asked or waits fails now. A transaction whose work is busy with something else is not waited for.
    for (const client of clients) client.connection.stream.destroy();
    void occupancy.untilEmpty(lateMillisMax).then(() => pool.end());
  };
  let closing: Promise<void> | null = null;
  return Object.assign(
    connectionOf((statement) => withSession((session) => session.send(statement))),
    {
      begin: <Answer>(work: Work<Answer>, limits: TransactionLimits = {}) =>
        withSession((session) => inTransaction(session, work, limits)),
      listen: async (channel: string, hear: (text: string) => void) => {
        const listener = await listen(() =>
          whereabouts.find(() => openListener(new Client(), whereabouts, channel, hear)),
        );
        listeners.add(listener);
        return listener;
      },
      end: ({ timeout }: { readonly timeout: number } = { timeout: 30 }) => {
        closing ??= close(timeout * 1000);
        return closing;
      },
    },
  );
}

function connectionOf(send: Send): Connection {
  const write = (strings: TemplateStringsArray | string, ...values: readonly unknown[]) =>
    typeof strings === 'string' ? new Name(strings) : new Statement(strings, values, send);
  const unsafe = (text: string) => new Statement([text], [], send, true);
  return Object.assign(write, { unsafe }) as Connection;
}

async function inTransaction<Answer>(
  session: Session,
  work: Work<Answer>,
  { statementMillisMax }: TransactionLimits,
): Promise<Answer> {
  let isOver = false;
  let failure: unknown;
  /** Statements that the work sends side by side go one after the other. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(deed: () => Promise<Result> | Result): Promise<Result> => {
    if (isOver) return Promise.reject(new Error('the transaction of this statement has ended'));
    const result = last.then(deed);
    last = result.catch((error) => {
      failure ??= error;
    });
    return result;
  };
  const transaction: Transaction = Object.assign(
    connectionOf((statement) => inTurn(() => session.send(statement))),
    {
      copyFrom: async (text: string) => {
        const stream = await inTurn(() => session.copyFrom(text));
        // A COPY that fails ends with its error, and nothing more.
        last = Promise.race([once(stream, 'close'), once(stream, 'finish')]).catch((error) => {
          failure ??= error;
        });
        return stream;
      },
    },
  );
  try {
    await session.begin(statementMillisMax);
    const answer = await work(transaction);
    await last;
    isOver = true;
    if (!(await session.commit())) throw failure;
    return answer;
  } catch (error) {
    isOver = true;
    await last;
    await session.rollback();
    throw error;
  }
}
