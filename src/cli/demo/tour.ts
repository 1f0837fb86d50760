// The tour: a campaign is created, dials, and is modified while it dials; beside it the contract's own
// example is sent. Everything goes through the HTTP interface, as an integrator's program would. What
// was seen is returned as a value; report.ts judges and prints it.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';
import { isTimeZone } from '../../core/zone.ts';
import type { Client } from '../client.ts';
import { contractPath } from '../command.ts';
import { Failure } from '../failure.ts';
import { cell, field, items } from '../read.ts';
import type { Receiver } from './receiver.ts';
import {
  exampleNameAsWritten,
  exampleNameShortened,
  exampleRequest,
  ivrCampaign,
  numbersCsv,
  pace,
  zoneOfNoon,
} from './requests.ts';

export interface Tour {
  readonly campaignId: number;
  readonly numbers: readonly string[];
  /** Seconds since 1970 of the first beat that worked with the change; null: none did in time. */
  readonly effectiveSecond: number | null;
  readonly effectiveAt: string | null;
  readonly changedAt: string | null;
  /** What the database holds at the end. */
  readonly kept: {
    readonly calls: number;
    readonly unfinished: number;
    readonly results: number;
    readonly noticesWaiting: number;
    readonly noticesUndelivered: number;
    readonly callsByCause: ReadonlyMap<string, number>;
  };
  readonly example: { readonly campaignId: number; readonly asWritten: string; readonly shortened: string };
}

export interface TourDeps {
  readonly client: Client;
  readonly clock: Clock;
  readonly receiver: Receiver;
  readonly say: (line: string) => void;
  /** Ends the waiting: the time is over, or somebody pressed Ctrl-C. */
  readonly signal: AbortSignal;
}

/** 18 at the first pace, and seven beats at the second. */
const numbersCount = 81;
const callsBeforeChange = 16;

export async function takeTour(deps: TourDeps): Promise<Tour> {
  const { client, clock, receiver, say } = deps;
  const home = `/api/v1/vdns/${client.target.vdnId}`;
  const zone = await prepareVdn(client, home, clock);
  const path = contractPath(client);
  await clearEarlier(client, path);
  const suffix = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(/\D/g, '');
  const body = (callCount: number) =>
    ivrCampaign(`Demo ${suffix}`, callCount, receiver.url, clock.now(), zone);

  const added = await client.send('POST', path, body(pace.before));
  const campaignId = Number(field(added, 'returnObject.id'));
  say(`Campaign ${campaignId}: IVR, 60 calls a minute, flow 1001, zone ${zone}. Added and started.`);
  const { csv, numbers } = numbersCsv(numbersCount);
  const imported = await upload(client, `${home}/campaigns/${campaignId}/imports`, csv);
  say(
    `Import ${cell(imported, 'id')}: ${cell(imported, 'added')} numbers, the first with the fates 00 to 10.`,
  );

  const example = await sendExample(client, path, `Example ${suffix}`);
  await until(
    deps,
    `${home}/campaigns/${campaignId}`,
    (seen) => Number(field(seen, 'progress.calls')) >= callsBeforeChange,
  );
  await client.send('PUT', `${path}/${campaignId}`, body(pace.after));
  say(`Campaign ${campaignId} is changed by PUT while it dials: 180 calls a minute from now on.`);

  await until(deps, `${home}/campaigns/${campaignId}`, (seen) => unfinished(seen) === 0);
  say('Every number has been called.');
  await until(deps, `${home}/campaigns/${campaignId}/notices`, (seen) => field(seen, 'waiting') === 0);
  const revision = items(await client.send('GET', `${home}/campaigns/${campaignId}/revisions`), 'items').find(
    (one) => field(one, 'revision') === 2,
  );
  const effectiveAt = textOrNull(field(revision, 'effectiveAt'));
  return {
    campaignId,
    numbers,
    effectiveAt,
    effectiveSecond: effectiveAt === null ? null : Math.floor(Date.parse(effectiveAt) / 1000),
    changedAt: textOrNull(field(revision, 'at')),
    kept: await whatIsKept(client, home, path, campaignId),
    example,
  };
}

/** Lets the VDN call at this hour and lets notices go to this machine; gives the world what it needs. */
async function prepareVdn(client: Client, home: string, clock: Clock): Promise<string> {
  const zone = zoneOfNoon(clock.now());
  const vdn = await client.send('GET', home);
  const trusted = items(vdn, 'settings.callbackTrustlist').map(String);
  const settings = {
    callbackTrustlist: [...new Set([...trusted, '127.0.0.1'])],
    ...(isTimeZone(zone) ? { timeZone: zone } : {}),
  };
  await client.send('PATCH', home, { settings });
  await client.send('PUT', `${home}/skill-queues/5`, { name: 'Voice Skill Queue' });
  await client.send('PUT', `${home}/flows/1001`, {
    description: 'Plays an announcement and hangs up',
    playSeconds: 8,
  });
  return isTimeZone(zone) ? zone : String(field(vdn, 'settings.timeZone'));
}

/** Campaigns of an earlier tour would hold the name of the example and the places of the VDN. */
async function clearEarlier(client: Client, path: string): Promise<void> {
  const found = await client.send('GET', `${path}?status=0&deviceType=0&curPage=1&rowsPerPage=100`);
  for (const one of items(found, 'data')) {
    const name = String(cell(one, 'name'));
    if (!/^(?:Demo|Example) \d{14}$/.test(name) && name !== exampleNameShortened) continue;
    const id = cell(one, 'id');
    // One that has ended cannot be paused, and can be deleted all the same.
    await client.send('PUT', `${path}/${id}/pause`).catch(() => undefined);
    await client.send('DELETE', `${path}/${id}`, { archiveHistory: 1 }).catch(() => undefined);
  }
}

async function upload(client: Client, path: string, csv: string): Promise<unknown> {
  const hash = createHash('sha256').update(csv).digest('hex');
  const headers = { 'content-type': 'text/csv; charset=utf-8', 'x-content-sha256': hash };
  return client.upload('POST', `${path}?fileName=demo.csv`, headers, new Blob([csv]).stream());
}

/** The contract's example on a predicted campaign: as it is written, and with a name that fits. */
async function sendExample(client: Client, path: string, name: string): Promise<Tour['example']> {
  const added = await client.send('POST', path, exampleRequest(name));
  const campaignId = Number(field(added, 'returnObject.id'));
  const answerTo = async (sent: string): Promise<string> =>
    client.send('PUT', `${path}/${campaignId}`, exampleRequest(sent)).then(
      (answer) => JSON.stringify(answer),
      (error: unknown) => (error instanceof Failure ? error.message : Promise.reject(error)),
    );
  return {
    campaignId,
    asWritten: await answerTo(exampleNameAsWritten),
    shortened: await answerTo(exampleNameShortened),
  };
}

async function whatIsKept(client: Client, home: string, path: string, id: number): Promise<Tour['kept']> {
  const campaign = await client.send('GET', `${home}/campaigns/${id}`);
  const notices = await client.send('GET', `${home}/campaigns/${id}/notices`);
  const outcomes = await client.send('GET', `${home}/campaigns/${id}/outcomes`);
  const results = await client.send('POST', `${path}/callresult/${id}`, {
    showDetail: 1,
    pageSize: 100,
    pageNum: 1,
  });
  const callsByCause = new Map<string, number>();
  for (const one of items(outcomes, 'items')) {
    const cause = String(cell(one, 'cause'));
    callsByCause.set(cause, (callsByCause.get(cause) ?? 0) + Number(field(one, 'calls')));
  }
  return {
    calls: Number(field(campaign, 'progress.calls')),
    unfinished: unfinished(campaign),
    results: Number(field(results, 'totalCount')),
    noticesWaiting: Number(field(notices, 'waiting')),
    noticesUndelivered: Number(field(notices, 'undelivered')),
    callsByCause,
  };
}

const unfinished = (seen: unknown): number =>
  Number(field(seen, 'progress.waiting')) + Number(field(seen, 'progress.calling'));

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Looks twice a second until `isSo`, or until the signal: then the report says what is missing. */
async function until(deps: TourDeps, path: string, isSo: (seen: unknown) => boolean): Promise<void> {
  while (!deps.signal.aborted && !isSo(await deps.client.send('GET', path)))
    await delay(500, undefined, { signal: deps.signal }).catch(() => undefined);
}
