// kill -9 of the server at seeded random moments while it dials, joins, settles and delivers over a real
// PBX. The judges are witnesses that it cannot influence: the carrier counts INVITEs, the receiver results,
// and the PBX shows what is left on its lines. CAMPANA_TEST_PBX_KILLS and CAMPANA_TEST_SEED choose how many
// and which.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { rounds } from '../long.ts';
import type { AgentApplication } from './agentApplication.ts';
import { listHeld } from './bareAri.ts';
import { ivrCampaign, predictedCampaign, preemptedCampaign } from './campaigns.ts';
import { withCampana } from './withCampana.ts';

const kills = Number(process.env.CAMPANA_TEST_PBX_KILLS ?? rounds(4, 10));
/** Printed with a failure, so that the same moments can be tried again. */
const seed = Number(process.env.CAMPANA_TEST_SEED ?? Date.now() % 1_000_000);
const lifeMillis = { least: 200, most: 2_500 };

const campana = await withCampana({
  telephones: 6,
  carrier: { talkSeconds: 3 },
  settings: { queueSecondsMax: 5, wrapUpSecondsMax: 1, abandonRatePercentMax: 100, quarantineHours: 0 },
});
const { lab, carrier, telephones, server, database, receiver, addAgent, addCampaign } = campana;

/** A small generator: the moments of the kills need no better chance than this. */
function chanceFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const numbersOf = (prefix: string, count: number, fates: readonly string[]): string[] =>
  Array.from(
    { length: count },
    (_, index) => `${prefix}${String(index).padStart(5, '0')}${fates[index % fates.length]}`,
  );

test(
  `${kills} kills: nobody is rung twice, every call has one result, and no line is left`,
  async () => {
    const agents = [
      await addAgent('1001'),
      await addAgent('1002'),
      await addAgent('1003'),
      await addAgent('1004', { line: 'onDemand' }),
    ];
    const atWork = new AbortController();
    const working = agents.map((agent) => work(agent, atWork.signal));
    await addCampaign(
      ivrCampaign('1001', {}, { callCount: 8 }),
      numbersOf('131', 1_000, ['00', '10', '11', '16', '17', '15']),
    );
    await addCampaign(ivrCampaign('1002', {}, { callCount: 1 }), numbersOf('132', 200, ['99', '10']));
    await addCampaign(predictedCampaign(), numbersOf('133', 500, ['99', '00', '10']));
    await addCampaign(preemptedCampaign(), numbersOf('134', 500, ['99', '17']));
    const retried = await addCampaign(
      ivrCampaign('1001', {}, { callCount: 3 }),
      numbersOf('135', 60, ['00', '17']),
    );
    const busyAgain = { kind: 'byResult', results: [{ result: 4, retryNumber: 2, callIntervalSeconds: 1 }] };
    const policy = JSON.stringify({ rules: [{ dataType: null, rule: busyAgain }], noRetryCauses: [] });
    await database`update campaigns set retry_policy = ${policy}::text::jsonb where campaign_id = ${retried}`;

    const chance = chanceFrom(seed);
    for (let kill = 0; kill < kills; kill += 1) {
      await delay(lifeMillis.least + chance() * (lifeMillis.most - lifeMillis.least));
      await server.kill();
      await server.start();
    }
    await delay(2_000);
    await database`update campaigns set state = 'paused', revision = revision + 1`;
    const open = async (): Promise<number> => {
      const [row] = await database<{ open: number }[]>`
      select (select sum(calling) from campaign_progress)::integer
        + (select sum(last_sequence - acknowledged_sequence) from notice_queues)::integer as open`;
      return row?.open ?? -1;
    };
    await vi.waitFor(async () => expect(await open(), `seed ${seed}`).toBe(0), {
      timeout: 60_000,
      interval: 200,
    });
    atWork.abort();
    await Promise.all(working);
    await Promise.all(agents.map((agent) => agent.leave()));

    const rows = await database<{ id: string; called: string; ended: boolean }[]>`
    select extract(epoch from date_trunc('second', claimed_at))::bigint || '-' || call_id as id, called,
      ended_at is not null as ended from calls`;
    const invites = carrier.invites();
    const story =
      `seed ${seed}: ${kills} kills, ${invites.length} calls rung, ${rows.length} claimed, ` +
      `${receiver.posted.length} results, ${telephones.invites().length} calls to telephones`;
    process.stdout.write(`${story}\n`);

    const rungOnce = invites.map(({ called }) => called).filter((called) => !called.startsWith('135'));
    expect(doubled(rungOnce), `${story}: rung twice`).toEqual([]);
    const claims = Map.groupBy(rows, ({ called }) => called);
    const rung = Map.groupBy(invites, ({ called }) => called);
    const tooOften = [...rung].filter(([called, calls]) => calls.length > (claims.get(called)?.length ?? 0));
    expect(tooOften, `${story}: rung more often than claimed`).toEqual([]);
    expect(
      rows.every(({ ended }) => ended),
      story,
    ).toBe(true);
    const results = receiver.posted.map(({ callId }) => callId);
    expect(results.toSorted(), `${story}: results`).toEqual(rows.map(({ id }) => id).sort());
    expect(invites.length, story).toBeGreaterThan(kills * 5);
    await vi.waitFor(async () => expect(await listHeld(lab), story).toEqual({ channels: [], bridges: [] }), {
      timeout: 20_000,
      interval: 200,
    });
  },
  // A server that starts on a busy machine needs ten seconds and more.
  60_000 + kills * 20_000,
);

const doubled = (texts: readonly string[]): string[] =>
  texts.filter((text, position) => texts.indexOf(text) !== position);

/** An application that is always there: it comes back after every kill and goes on. */
async function work(agent: AgentApplication, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await step(agent).catch(() => undefined);
    await delay(150);
  }
}

async function step(agent: AgentApplication): Promise<void> {
  const { status, state } = await agent.now();
  if (status === 'signedOut') await agent.ask('sign-in');
  else if (status === 'onBreak') await agent.ask('ready');
  else if (state === 'wrapUp') await agent.ask('wrap-up/end');
  else if (state === 'talking' && Math.random() < 0.1) await agent.ask('call/hang-up');
}
