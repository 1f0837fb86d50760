// Hears notifications on a connection of its own, which is opened again when it breaks.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface Listening {
  unlisten(): Promise<void>;
}

/** A database that ends each connection at once is not asked more often than that. */
const againMillis = 100;
const failedMillis = 1_000;

/** Rejects when the first connection cannot be opened. */
export async function listen(
  settings: pg.ClientConfig,
  channel: string,
  hear: (text: string) => void,
): Promise<Listening> {
  let isOver = false;
  let client = await open();
  async function open(): Promise<pg.Client> {
    const opened = new pg.Client(settings);
    opened.on('error', () => undefined);
    opened.on('notification', ({ payload }) => hear(payload ?? ''));
    try {
      await opened.connect();
      await opened.query(`listen ${opened.escapeIdentifier(channel)}`);
    } catch (error) {
      await opened.end().catch(() => undefined);
      throw error;
    }
    opened.on('end', () => void reopen());
    return opened;
  }
  async function reopen(): Promise<void> {
    for (let waitMillis = againMillis; !isOver; waitMillis = failedMillis) {
      await delay(waitMillis, undefined, { ref: false });
      const opened = isOver ? null : await open().catch(() => null);
      if (opened === null) continue;
      client = opened;
      if (isOver) await client.end();
      return;
    }
  }
  return {
    unlisten: async () => {
      isOver = true;
      await client.end().catch(() => undefined);
    },
  };
}
