// What is kept of pacing: what it learned, the account of abandoned calls, the numbers that rest after
// one, and the flight recorder.
import { beforeEach, describe, expect, it } from 'vitest';
import { noFacts } from '../../../src/core/call.ts';
import type { Outcome } from '../../../src/core/outcome.ts';
import { decide } from '../../../src/core/pacing/decision.ts';
import { createPacer } from '../../../src/core/pacing/pacer.ts';
import { addSeconds, type CampaignId, type Millis, toMillis } from '../../../src/core/units.ts';
import { type ClaimedContact, claimContacts, type Lease } from '../../../src/store/calls/claims.ts';
import { loadAnswers } from '../../../src/store/calls/liveAnswers.ts';
import { type EndedWithAgents, settle } from '../../../src/store/calls/settlements.ts';
import { loadViews } from '../../../src/store/campaigns/views.ts';
import { ensurePartitions } from '../../../src/store/database/partitions.ts';
import { quarantinedUntil, sweepQuarantine } from '../../../src/store/numbers/quarantine.ts';
import { loadPacer, savePacers } from '../../../src/store/pacing/pacing.ts';
import {
  findPacingBeat,
  listPacingBeats,
  type PacingBeat,
  writePacingBeats,
} from '../../../src/store/pacing/pacingLog.ts';
import { withDatabase } from '../../database.ts';
import { makeCampaign, makeVdn, numbersOf, takeLeases, vdnId } from '../../workers/world.ts';

const { database } = await withDatabase();
const morning = toMillis(Date.UTC(2026, 10, 23, 9));
const midnight = toMillis(Date.UTC(2026, 10, 23));
const hourSeconds = 3600;

beforeEach(async () => {
  await database`truncate vdns cascade`;
  await database`truncate contacts, calls, pacing_log`;
  await makeVdn(database, morning);
  await ensurePartitions(database, morning);
});

/** A call of `campaignId` is claimed and ends; `withAgents` says how. */
async function callEnds(
  campaignId: CampaignId,
  withAgents: EndedWithAgents | null,
  endedAt: Millis,
  againAt: Millis | null = null,
  outcome: Outcome = 'abandoned',
): Promise<void> {
  const [contact] = await claimed(campaignId, 1);
  if (contact === undefined) throw new Error('nothing to claim');
  await settle(
    database,
    vdnId,
    [],
    [
      {
        campaignId,
        contactId: contact.contactId,
        callId: contact.callId,
        callNumber: contact.callNumber,
        claimedAt: morning,
        ringingAt: null,
        answeredAt: endedAt,
        connectedAt: null,
        endedAt,
        outcome,
        againAt,
        day: '2026-11-23',
        facts: noFacts,
        withAgents,
      },
    ],
    endedAt,
  );
}

async function claimed(campaignId: CampaignId, limit: number, now = morning): Promise<ClaimedContact[]> {
  await takeLeases(database, 'one', now);
  const [lease] = await database<Lease[]>`
    select owner, epoch from campaign_leases where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
  const [view] = await loadViews(database, [{ vdnId, campaignId }]);
  if (view === undefined || lease === undefined) throw new Error('the campaign is not there');
  return claimContacts(database, view.campaign, lease, limit, { credit: 0, beatAt: now }, now, midnight);
}

const answered = (abandoned: boolean, restsUntil: Millis | null = null): EndedWithAgents => ({
  dialedAt: null,
  waitingAt: null,
  agentId: null,
  abandoned,
  restsUntil,
});

describe('what pacing has learned', () => {
  it('is read as it was kept, and a campaign that is gone is passed over', async () => {
    const campaignId = await makeCampaign(database, morning, []);
    const snapshot = { version: 1, reals: [1, 2.5, -3e-9] } as const;
    const gone = (campaignId + 1000) as CampaignId;
    await savePacers(
      database,
      vdnId,
      [
        { campaignId, snapshot },
        { campaignId: gone, snapshot },
      ],
      morning,
    );
    expect(await loadPacer(database, vdnId, campaignId)).toEqual({ at: morning, snapshot });
    expect(await loadPacer(database, vdnId, gone)).toBeNull();
    await database`update campaign_pacing set snapshot = '{"version": 7}'`;
    expect(await loadPacer(database, vdnId, campaignId)).toBeNull();
  });
});

describe('the account of abandoned calls', () => {
  it('counts people who answered by hour, once however often a call is settled', async () => {
    const campaignId = await makeCampaign(database, morning, numbersOf(4), { deviceType: 2, ivr: null });
    await callEnds(campaignId, answered(false), addSeconds(morning, 10));
    await callEnds(campaignId, answered(true), addSeconds(morning, 20));
    await callEnds(campaignId, { ...answered(false), abandoned: null }, addSeconds(morning, 30));
    await callEnds(campaignId, answered(false), addSeconds(morning, hourSeconds));
    const [account] = await loadAnswers(database, vdnId, [campaignId], addSeconds(morning, 2 * hourSeconds));
    expect(account).toEqual({
      campaignId,
      hours: [
        { hour: morning, answered: 2, abandoned: 1, machines: 0 },
        { hour: addSeconds(morning, hourSeconds), answered: 1, abandoned: 0, machines: 0 },
      ],
      block: { answered: 0, abandoned: 0, machines: 0 },
    });
  });

  it('counts machines beside people, and begins its block with the first person', async () => {
    const campaignId = await makeCampaign(database, morning, numbersOf(3), { deviceType: 2, ivr: null });
    const nobody = { ...answered(false), abandoned: null };
    await callEnds(campaignId, nobody, addSeconds(morning, 10), null, 'machine');
    expect(await loadAnswers(database, vdnId, [campaignId], addSeconds(morning, 20))).toEqual([]);
    await callEnds(campaignId, nobody, addSeconds(morning, 30), null, 'machine');
    await callEnds(campaignId, answered(false), addSeconds(morning, 40));
    const [account] = await loadAnswers(database, vdnId, [campaignId], addSeconds(morning, 50));
    expect(account?.hours).toEqual([{ hour: morning, answered: 1, abandoned: 0, machines: 2 }]);
    const later = addSeconds(morning, 40 * hourSeconds);
    const [old] = await loadAnswers(database, vdnId, [campaignId], later);
    expect(old).toMatchObject({ hours: [], block: { answered: 1, abandoned: 0, machines: 2 } });
  });

  it('adds what is older than a day to the block of 30 days, which begins anew with the 31st', async () => {
    const campaignId = await makeCampaign(database, morning, []);
    const daySeconds = 24 * hourSeconds;
    for (const [day, abandoned] of [
      [0, 1],
      [10, 2],
      [31, 4],
      [33, 8],
    ] as const)
      await database`
        insert into live_answers (vdn_id, campaign_id, hour, answered, abandoned)
        values (${vdnId}, ${campaignId}, ${addSeconds(morning, day * daySeconds)}::timestamptz, 100, ${abandoned})`;
    const at = async (day: number) =>
      (await loadAnswers(database, vdnId, [campaignId], addSeconds(morning, day * daySeconds + 60)))[0];
    expect((await at(0))?.block).toEqual({ answered: 0, abandoned: 0, machines: 0 });
    expect((await at(1))?.block).toEqual({ answered: 100, abandoned: 1, machines: 0 });
    expect((await at(29))?.block).toEqual({ answered: 200, abandoned: 3, machines: 0 });
    expect((await at(33))?.block).toEqual({ answered: 100, abandoned: 4, machines: 0 });
    expect((await at(33))?.hours).toHaveLength(1);
    expect(await loadAnswers(database, vdnId, [], morning)).toEqual([]);
  });
});

describe('a number that was abandoned', () => {
  const rest = addSeconds(morning, 72 * hourSeconds);

  it('is put off in all campaigns without an agent for each call, and stays in the others', async () => {
    const [called = ''] = numbersOf(1);
    const predicted = await makeCampaign(database, morning, [called], { deviceType: 2, ivr: null });
    const ivr = await makeCampaign(database, morning, [called]);
    const preempted = await makeCampaign(database, morning, [called], { deviceType: 6, ivr: null });
    await callEnds(predicted, answered(true, rest), addSeconds(morning, 5), rest);
    expect(await quarantinedUntil(database, vdnId, called, addSeconds(morning, 60))).toBe(rest);
    const due = await database<{ campaign_id: number; due_at: number }[]>`
      select campaign_id, due_at from contacts order by campaign_id`;
    expect(due.map(({ due_at }) => due_at)).toEqual([rest, rest, morning]);
    expect(await claimed(ivr, 10, addSeconds(morning, 60))).toEqual([]);
    expect(await claimed(preempted, 10, addSeconds(morning, 60))).toHaveLength(1);
    expect(await claimed(predicted, 10, rest)).toHaveLength(1);
  });

  it('is passed over by a claim when it was added later, and put off', async () => {
    const numbers = numbersOf(3);
    const first = await makeCampaign(database, morning, numbers.slice(0, 1), { deviceType: 2, ivr: null });
    await callEnds(first, answered(true, rest), addSeconds(morning, 5));
    const later = await makeCampaign(database, morning, numbers);
    expect((await claimed(later, 2, addSeconds(morning, 60))).map(({ called }) => called)).toEqual([
      numbers[1],
    ]);
    expect((await claimed(later, 3, addSeconds(morning, 61))).map(({ called }) => called)).toEqual([
      numbers[2],
    ]);
    const [resting] = await database<{ state: string; due_at: number }[]>`
      select state, due_at from contacts where campaign_id = ${later} and called = ${numbers[0] ?? ''}`;
    expect(resting).toEqual({ state: 'waiting', due_at: rest });
    const [progress] =
      await database`select waiting, calling from campaign_progress where campaign_id = ${later}`;
    expect(progress).toEqual({ waiting: 1, calling: 2 });
  });

  it('is forgotten when its rest is over', async () => {
    const campaignId = await makeCampaign(database, morning, numbersOf(1), { deviceType: 2, ivr: null });
    await callEnds(campaignId, answered(true, rest), addSeconds(morning, 5));
    await sweepQuarantine(database, addSeconds(rest, -1));
    expect(await database`select from quarantined_numbers`).toHaveLength(1);
    expect(await sweepQuarantine(database, rest)).toBe(true);
    expect(await database`select from quarantined_numbers`).toHaveLength(0);
  });
});

describe('the flight recorder', () => {
  const record = decide(
    createPacer(morning),
    {
      at: morning,
      idle: 2.5,
      staffed: 4,
      talkingSince: [],
      wrapUpSince: [],
      dialedAt: [],
      foreignDialedAt: [],
      waitingSince: [],
      dialsMax: 100,
      ringLimitSeconds: 20,
    },
    { method: 'progressive' },
    { abandonShareMax: 0.03, answerLimitSeconds: 2, block: { answered: 0, abandoned: 0 } },
  );
  const beat = (seconds: number, placed: number): PacingBeat => ({
    at: addSeconds(morning, seconds),
    revision: 1,
    placed,
    gate: 'pacing',
    because: record.reason,
    record,
  });

  it('gives the beat that held at an instant, and pages of beats', async () => {
    const campaignId = await makeCampaign(database, morning, []);
    const beats = [beat(0, 1), beat(1, 2), beat(2, 0), beat(60, 0)];
    const rows = beats.map((one) => ({ ...one, vdnId, campaignId }));
    await writePacingBeats(database, rows);
    await writePacingBeats(database, rows.slice(1));
    const at = (seconds: number) => findPacingBeat(database, vdnId, campaignId, addSeconds(morning, seconds));
    expect(await at(1.7)).toMatchObject({
      placed: 2,
      record: { idle: 2.5, staffed: 4, method: 'progressive' },
    });
    expect(await at(40)).toMatchObject({ at: addSeconds(morning, 2) });
    expect(await at(-1)).toBeNull();
    expect(await at(400)).toBeNull();
    const page = await listPacingBeats(database, vdnId, campaignId, morning, addSeconds(morning, 60), 2);
    expect(page.map(({ placed }) => placed)).toEqual([1, 2]);
    const next = await listPacingBeats(
      database,
      vdnId,
      campaignId,
      addSeconds(page.at(-1)?.at ?? morning, 0.001),
      addSeconds(morning, 60),
      2,
    );
    expect(next).toHaveLength(1);
  });
});
