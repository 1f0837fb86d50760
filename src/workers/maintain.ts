// Maintenance: adds partitions for the days to come, drops old ones, removes deleted campaigns. Each pass
// is bounded, and any process may run it, also several at once.
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type Millis, toMillis } from '../core/units.ts';
import { vdnSettingsDefault } from '../core/vdn.ts';
import { sweepOffers } from '../store/agents/offers.ts';
import { oldestOpenCall } from '../store/calls/claims.ts';
import { oldestWaiting } from '../store/calls/noticeQueue.ts';
import { purgeDeletedCampaigns } from '../store/campaigns/purge.ts';
import type { Database } from '../store/database/connection.ts';
import { dropPartitions, ensurePartitions, retentionDaysMax } from '../store/database/partitions.ts';
import { failAbandonedImports } from '../store/numbers/imports.ts';
import { sweepQuarantine } from '../store/numbers/quarantine.ts';

export interface MaintainDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

const dayMillis = 86_400_000;
const passMillis = 60_000;
/** Younger imports may be about to begin. */
const importStartMillis = 60_000;

/** One round of housework. Answers when to come again; at once while deleted numbers are left. */
export async function maintainPass(deps: MaintainDeps): Promise<number> {
  const { database, clock, log } = deps;
  const now = clock.now();
  await ensurePartitions(database, now);
  const days = await retentionDaysMax(database, vdnSettingsDefault.retentionDays);
  const needed = Math.min(
    now,
    (await oldestWaiting(database)) ?? now,
    (await oldestOpenCall(database)) ?? now,
  );
  const before = needed - days * dayMillis;
  const dropped = await dropPartitions(database, toMillis(before));
  if (dropped.length > 0) log.info({ partitions: dropped }, 'partitions past their retention dropped');
  // One that meets a locked row does not keep the others from their work.
  const swept = await Promise.allSettled([
    sweepOffers(database, toMillis(before)),
    sweepQuarantine(database, now),
    purgeDeletedCampaigns(database, now),
    endAbandonedImports(deps, now),
  ]);
  for (const each of swept) if (each.status === 'rejected') throw each.reason;
  return swept.every((each) => each.status === 'fulfilled' && each.value) ? passMillis : 0;
}

/** Imports of a process that was killed did not happen; without this they would seem to run forever. */
async function endAbandonedImports({ database, log }: MaintainDeps, now: Millis): Promise<boolean> {
  const ended = await failAbandonedImports(database, toMillis(now - importStartMillis), now);
  if (ended > 0) log.warn({ imports: ended }, 'imports of a process that is gone have failed');
  return true;
}
