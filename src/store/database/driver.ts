// The driver, with the repairs that its version 3.4.9 needs to outlive its database. Unrepaired, a
// connection that breaks inside a transaction ends the process from a callback that cannot be caught, or
// never sends again, or runs the rest of the transaction on another connection (porsager/postgres issues
// 1154 and 1208). Import the driver's code from here, and only its types from the package;
// test/store/database/driver.test.ts shows what each repair is for.
import { registerHooks } from 'node:module';

/** A place in a file, which must be there exactly once, and what it becomes. */
type Repair = readonly [place: string, repaired: string];

const connectionRepairs: readonly Repair[] = [
  // A statement on a connection that is closed is refused, as one on a connection that was ended is.
  [
    `    if (terminated)
      return queryError(q, Errors.connection('CONNECTION_DESTROYED', options))
`,
    `    if (terminated)
      return queryError(q, Errors.connection('CONNECTION_DESTROYED', options))

    if (socket === null) {
      queryError(q, Errors.connection('CONNECTION_CLOSED', options, {}))
      return true
    }
`,
  ],
  // What was to be sent, and what was half received, ends with the connection.
  [
    `    remaining = 0
    incomings = null
    clearImmediate(nextWriteTimer)
`,
    `    remaining = 0
    incomings = null
    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    result = new Result()
    rows = 0
    errorResponse = null
`,
  ],
  // Every statement that was on its way is refused, also one that came after the socket's error; left
  // here, it would take the answer to the first statement of the next connection for its own.
  [
    `    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
`,
    `    ;(query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = null
`,
  ],
  // What is written in the same turn in which the socket went, goes nowhere.
  [
    `    const x = socket.write(chunk, fn)
`,
    `    if (socket === null) {
      nextWriteTimer !== null && clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      return false
    }

    const x = socket.write(chunk, fn)
`,
  ],
];

const transactionRepairs: readonly Repair[] = [
  [
    `    let savepoints = 0
      , connection
`,
    `    let savepoints = 0
      , broken = null
      , connection
`,
  ],
  [
    'new Promise((_, reject) => connection.onclose = reject)',
    'new Promise((_, reject) => connection.onclose = e => (broken = e, reject(e)))',
  ],
  // The connection may be open again by now, and be used by others, outside of any transaction.
  [
    `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full
`,
    `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (broken !== null)
          return q.reject(broken)

        c.queue === full
`,
  ],
];

const files = [
  ['/postgres/src/connection.js', connectionRepairs],
  ['/postgres/src/index.js', transactionRepairs],
] as const;

/** Kept for the process: this file may be evaluated more than once (vitest), the package is not. */
const markOf = (file: string) => Symbol.for(`campana: repaired ${file}`);

function textOf(source: string | ArrayBufferLike | NodeJS.TypedArray | undefined): string {
  if (source === undefined || typeof source === 'string') return source ?? '';
  return ArrayBuffer.isView(source) ? new TextDecoder().decode(source) : Buffer.from(source).toString();
}

const hooks = registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const [file, repairs] = files.find(([end]) => url.endsWith(end)) ?? [];
    if (file === undefined || repairs === undefined) return loaded;
    let source = textOf(loaded.source);
    for (const [place, repaired] of repairs) {
      if (source.split(place).length !== 2) {
        throw new Error('this version of the package postgres is unknown to store/database/driver.ts');
      }
      source = source.replace(place, () => repaired);
    }
    Reflect.set(globalThis, markOf(file), true);
    return { ...loaded, source };
  },
});

export const { default: postgres } = await import('postgres');

hooks.deregister();
if (files.some(([file]) => Reflect.get(globalThis, markOf(file)) !== true)) {
  throw new Error('the package postgres was loaded before store/database/driver.ts could repair it');
}
