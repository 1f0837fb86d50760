// Judges a run of the server with three witnesses it cannot talk to: the file of dials, the receiver of
// results, and the rows. Nothing may be dialed twice for one attempt, and no result may be missing.
import { readFileSync } from 'node:fs';
import { expect, vi } from 'vitest';
import type { Database } from '../../src/store/database/connection.ts';
import type { Receiver } from './receiver.ts';

/** Call id and number of each dial, in their order; empty while nothing was dialed. */
export function dialsIn(journal: string): { readonly callId: string; readonly called: string }[] {
  const lines = readFileSync(journal, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean);
  return lines.map((line) => {
    const [callId = '', called = ''] = line.split(' ');
    return { callId, called };
  });
}

/** Resolves when no call is in flight and every notice is delivered. */
export async function untilAllTold(database: Database, timeout = 60_000): Promise<void> {
  const open = async (): Promise<number> => {
    const [row] = await database<{ open: number }[]>`
      select (select sum(calling) from campaign_progress)::integer
        + (select sum(last_sequence - acknowledged_sequence) from notice_queues)::integer as open`;
    return row?.open ?? -1;
  };
  await vi.waitFor(async () => expect(await open()).toBe(0), { timeout, interval: 200 });
}

/**
 * Expects every dial to have its row, every row its end and its result, and no attempt to be dialed twice.
 * @param mayRepeat whether the campaign of a number tries it more than once
 */
export async function expectNothingLostOrDoubled(
  database: Database,
  journal: string,
  receiver: Receiver,
  story: string,
  mayRepeat: (called: string) => boolean = () => false,
): Promise<void> {
  const dials = dialsIn(journal);
  const rows = await database<{ id: string; called: string; attempt: number; ended: boolean }[]>`
    select extract(epoch from date_trunc('second', claimed_at))::bigint || '-' || call_id as id, called, attempt,
      ended_at is not null as ended
    from calls`;
  const attempts = new Map(rows.map((row) => [row.id, row]));
  const told = `${story}, ${dials.length} dials, ${rows.length} calls, ${receiver.results.size} results`;
  process.stdout.write(`${told}, ${receiver.repeated()} results sent again\n`);

  expect(repeatedIn(dials.map(({ callId }) => callId)), `${told}: one call dialed twice`).toEqual([]);
  const strangers = dials.filter(({ callId }) => !attempts.has(callId));
  expect(strangers, `${told}: dialed without a row`).toEqual([]);
  const once = dials.map(({ called }) => called).filter((called) => !mayRepeat(called));
  expect(repeatedIn(once), `${told}: a number without retry dialed twice`).toEqual([]);
  const keys = rows.map((row) => `${row.called} ${row.attempt}`);
  expect(repeatedIn(keys), `${told}: one attempt stands twice`).toEqual([]);
  expect(
    rows.filter((row) => !row.ended),
    `${told}: calls without an end`,
  ).toEqual([]);
  const untold = [...attempts.keys()].filter((id) => !receiver.results.has(id));
  expect(untold, `${told}: results lost`).toEqual([]);
  const invented = [...receiver.results.keys()].filter((id) => !attempts.has(id));
  expect(invented, `${told}: results of nothing`).toEqual([]);
}

function repeatedIn(texts: readonly string[]): string[] {
  const seen = new Set<string>();
  return texts.filter((text) => seen.size === seen.add(text).size);
}
