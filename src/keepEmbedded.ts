// Keeps the embedded database running: it is a process of its own, and may be killed (for example, by a
// machine that runs out of memory) or stopped by hand while the server goes on.
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { Database } from './store/database/connection.ts';
import type { EmbeddedServer } from './store/database/embedded.ts';
import { noteShortage } from './store/database/storage.ts';
import { type Loop, startLoop } from './workers/loop.ts';

const lookMillis = 1_000;

/** Looks once a second whether the database runs, and starts it again when it does not. */
export function keepEmbedded(
  embedded: Pick<EmbeddedServer, 'isRunning' | 'startAgain' | 'isDiskFull'>,
  database: Database,
  clock: Pick<Clock, 'sleep'>,
  log: Logger,
): Loop {
  let failures = 0;
  const pass = async (): Promise<number> => {
    if (embedded.isRunning()) return lookMillis;
    if (failures === 0) log.error('the embedded database has ended: it is started again');
    if (await embedded.startAgain()) {
      log.warn('the embedded database runs again');
      failures = 0;
    } else if (!embedded.isRunning()) {
      failures += 1;
      if (embedded.isDiskFull()) noteShortage(database, log, 'disk');
      if (failures === 1)
        log.error('the embedded database does not start; its postgresql.log says why. Trying again');
    }
    return lookMillis;
  };
  return startLoop({ name: 'keepEmbedded', clock, log, onFailure: () => false, pass });
}
