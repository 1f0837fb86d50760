// One connection while somebody works with it. Each statement is prepared once on it, what types its parameters
// have is asked once for the whole pool, and no statement is waited for longer than the database itself would.
import type { Writable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ConnectionLost, isBrokenConnection } from './connectionFailure.ts';
import type { Rows, Written } from './statement.ts';
import { serialize } from './values.ts';

/** A statement as a pool knows it. */
export interface Known {
  /** Its name on every connection. */
  readonly name: string;
  /** PostgreSQL's numbers of its parameters' types. */
  readonly types: readonly number[];
}

/**
 * The database cancels a statement that takes too long. A machine that hangs or is cut off says nothing: its
 * connections are given up this much later.
 */
const silenceMillis = 5_000;

export class Session {
  readonly #client: pg.PoolClient;
  readonly #known: Map<string, Known>;
  #patienceMillis: number;
  #isLost = false;

  /**
   * @param known the statements of the pool, by their text
   * @param statementMillisMax what the database allows a statement; 0: any time
   */
  constructor(client: pg.PoolClient, known: Map<string, Known>, statementMillisMax: number) {
    this.#client = client;
    this.#known = known;
    this.#patienceMillis = patience(statementMillisMax);
  }

  /** Opens a transaction; its statements may take as long as is given, or as all others of the pool. */
  async begin(statementMillisMax: number | undefined): Promise<void> {
    if (statementMillisMax === undefined) return void (await this.#ask('begin'));
    await this.#ask(`begin; set local statement_timeout = ${statementMillisMax}`);
    this.#patienceMillis = patience(statementMillisMax);
  }

  /** False when the transaction was rolled back, since one of its statements had failed. */
  async commit(): Promise<boolean> {
    return (await this.#ask('commit')).command === 'COMMIT';
  }

  async rollback(): Promise<void> {
    // What has broken is rolled back by the database.
    await this.#ask('rollback').catch(() => undefined);
  }

  async send({ text, values, isPlain }: Written): Promise<Rows<object[]>> {
    if (isPlain && values.length === 0) return rowsOf(await this.#ask(text));
    const { name, types } = this.#known.get(text) ?? (await this.#learn(text, values.length));
    const serialized = values.map((value, index) => serialize(value, types[index] ?? 0));
    return rowsOf(await this.#ask({ name, text, values: serialized }));
  }

  copyFrom(text: string): Writable {
    return this.#client.query(copyFrom(text));
  }

  release(): void {
    this.#client.release(this.#isLost);
  }

  async #learn(text: string, count: number): Promise<Known> {
    const types = count === 0 ? [] : await this.#typesOf(text);
    // Somebody else may have learned it meanwhile.
    const known = this.#known.get(text) ?? { name: `campana ${this.#known.size}`, types };
    this.#known.set(text, known);
    return known;
  }

  /** What the database takes the parameters for; only it knows. All in one message, so nothing is left of it. */
  async #typesOf(text: string): Promise<readonly number[]> {
    const answers: unknown = await this.#ask(
      `prepare campana_question as ${text};
       select parameter_types::oid[]::bigint[]::float8[] as types
       from pg_prepared_statements where name = 'campana_question';
       deallocate campana_question`,
    );
    const [, answer] = answers as readonly { readonly rows: readonly { readonly types: number[] }[] }[];
    return answer?.rows[0]?.types ?? [];
  }

  /** @throws ConnectionLost where the database has not answered: what was asked may have been done or not */
  async #ask(question: string | pg.QueryConfig): Promise<pg.QueryResult> {
    let isAnswered = false;
    const giveUp = (): void => {
      if (!isAnswered) this.#client.connection.stream.destroy();
    };
    // When this process itself was late, the answer is here already and is read in this turn.
    const late =
      this.#patienceMillis === 0 ? undefined : setTimeout(() => setImmediate(giveUp), this.#patienceMillis);
    try {
      return await this.#client.query(question);
    } catch (error) {
      const told = error instanceof pg.DatabaseError ? error : new ConnectionLost(error);
      this.#isLost ||= isBrokenConnection(told);
      throw told;
    } finally {
      isAnswered = true;
      clearTimeout(late);
    }
  }
}

const patience = (statementMillisMax: number): number =>
  statementMillisMax === 0 ? 0 : statementMillisMax + silenceMillis;

/** Of several statements in one text, the rows of the last. */
function rowsOf(answer: pg.QueryResult | readonly pg.QueryResult[]): Rows<object[]> {
  const { rows, rowCount } = Array.isArray(answer) ? answer.at(-1) : answer;
  return Object.defineProperty(rows, 'count', { value: rowCount ?? 0 });
}
