// What ends the process: a signal, or an unexpected exception. Both end it in order, so that what was heard
// is written and the campaigns go to others. A lost connection to the database ends nothing.
import type { Logger } from 'pino';
import { isBrokenConnection } from './store/database/connectionFailure.ts';

export interface Lifetime {
  /**
   * The server is open: from now on the process ends by stopping it. If something has gone wrong since the
   * start began, it stops at once.
   */
  opened(server: { stop(): Promise<void> }): void;
}

/** An orderly stop has 10 s of grace and waits for the database a little more; beyond this it hangs. */
const stopMillisMax = 30_000;

/**
 * Watches over the process from before the start, once for each process. Exit code 0 after a signal, 1 after
 * an exception, after a stop that failed, or after one that took longer than 30 s. A second signal ends the
 * process at once; a second exception does not.
 */
export function watchProcess(log: Logger): Lifetime {
  let server: { stop(): Promise<void> } | null = null;
  let isStopping = false;
  let exitCode = 0;

  const setBound = (): void => {
    setTimeout(() => {
      log.fatal('the stop takes too long: the process ends without it');
      process.exit(1);
    }, stopMillisMax).unref();
  };
  const stop = (): void => {
    if (server === null || isStopping) return;
    isStopping = true;
    setBound();
    server.stop().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        log.fatal({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  const fail = (error: unknown, message: string): void => {
    log.fatal({ err: error instanceof Error ? error : new Error(String(error)) }, message);
    exitCode = 1;
    // What broke may be the start itself, which then never ends.
    if (server === null) setBound();
    stop();
  };

  process.on('unhandledRejection', (reason) => {
    if (isBrokenConnection(reason)) log.error({ err: reason }, 'a connection to the database was lost');
    else fail(reason, 'an unexpected rejection: the server stops');
  });
  process.on('uncaughtException', (error) => fail(error, 'an unexpected exception: the server stops'));
  let signals = 0;
  const obey = (): void => {
    signals += 1;
    // Before the server is open nothing has been placed, and nothing needs to be stopped.
    if (server === null || signals > 1) process.exit(1);
    stop();
  };
  process.on('SIGTERM', obey);
  process.on('SIGINT', obey);

  return {
    opened: (opened) => {
      server = opened;
      if (exitCode !== 0) stop();
    },
  };
}
