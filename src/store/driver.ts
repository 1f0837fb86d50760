// The driver, with three repairs that its version 3.4.9 needs to outlive its database. Unrepaired, a
// connection that breaks inside a transaction writes to a socket that is gone, in a callback that
// nobody can catch, and the process ends; or the connection goes back to the pool and never sends
// again; or rows of the broken answer are counted into the next one (porsager/postgres issues 1154
// and 1208). Everything that needs the driver's code, not only its types, imports it from here.
import { registerHooks } from 'node:module';

/** A place in the driver's src/connection.js, which must be there exactly once, and what it becomes. */
const repairs: readonly (readonly [place: string, repaired: string])[] = [
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

/** Kept for the process: this file may be evaluated more than once (vitest), the package is not. */
const repairedMark = Symbol.for('campana: the package postgres is repaired');

function textOf(source: string | ArrayBufferLike | NodeJS.TypedArray | undefined): string {
  if (source === undefined || typeof source === 'string') return source ?? '';
  return ArrayBuffer.isView(source) ? new TextDecoder().decode(source) : Buffer.from(source).toString();
}

const hooks = registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith('/postgres/src/connection.js')) return loaded;
    let source = textOf(loaded.source);
    for (const [place, repaired] of repairs) {
      if (source.split(place).length !== 2) {
        throw new Error('this version of the package postgres is unknown to store/driver.ts');
      }
      source = source.replace(place, () => repaired);
    }
    Reflect.set(globalThis, repairedMark, true);
    return { ...loaded, source };
  },
});

export const { default: postgres } = await import('postgres');

hooks.deregister();
if (Reflect.get(globalThis, repairedMark) !== true)
  throw new Error('the package postgres was loaded before store/driver.ts could repair it');
