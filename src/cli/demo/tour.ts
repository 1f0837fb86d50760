// The tour's first part: an IVR campaign is created, dials, and is modified while it dials. Everything goes
// through the HTTP interface, as an integrator's program would. It returns its observations as a value,
// which report.ts judges and prints.
import { cell, field, items, numberOf } from '../read.ts';
import { lineOfProgress, lineSecondsOfLife } from './lines.ts';
import { ivrCampaign, numbersCsv, pace } from './requests.ts';
import { newestChange, type Scene, until, upload } from './scene.ts';
import { hearWitness, type Witness } from './witness.ts';

export interface Tour {
  readonly campaignId: number;
  readonly numbers: readonly string[];
  /** Seconds since 1970 of the first beat that worked with the change; null: none did in time. */
  readonly effectiveSecond: number | null;
  readonly effectiveAt: string | null;
  readonly changedAt: string | null;
  /** What the database holds at the end. */
  readonly kept: Kept;
  /** Null with the simulated carrier. */
  readonly witness: Witness | null;
}

export interface Kept {
  readonly calls: number;
  /** Calls in the air. */
  readonly calling: number;
  readonly waiting: number;
  readonly results: number;
  readonly noticesWaiting: number;
  readonly noticesUndelivered: number;
  readonly callsByCause: ReadonlyMap<string, number>;
}

export async function takeTour(scene: Scene): Promise<Tour> {
  const { client, clock, receiver, say, home, path, zone, suffix } = scene;
  const { callsBeforeChange, fates, numbers: numbersCount } = scene.lengths.ivr;
  const body = (callCount: number) =>
    ivrCampaign(`Demo ${suffix}`, callCount, receiver.url, clock.now(), zone);

  const addedAt = clock.now();
  const added = await client.send('POST', path, body(pace.before));
  const campaignId = Number(field(added, 'returnObject.id'));
  say(`Campaign ${campaignId}: IVR, 60 calls a minute, flow 1001, zone ${zone}. Added and started.`);
  const { csv, numbers } = numbersCsv(numbersCount, fates);
  const imported = await upload(client, campaignId, csv);
  say(`Import ${imported.id}: ${imported.added} numbers, the first with the fates 00 to ${fates - 1}.`);
  const campaign = `${home}/campaigns/${campaignId}`;
  const tell = tellProgress(scene);
  const callsOf = (seen: unknown): number => Number(field(tell(seen), 'progress.calls'));
  await until(scene, campaign, (seen) => callsOf(seen) >= callsBeforeChange);
  await client.send('PUT', `${path}/${campaignId}`, body(pace.after));
  say(`Campaign ${campaignId} is changed by PUT while it dials: 180 calls a minute from now on.`);

  await until(scene, campaign, (seen) => unfinished(tell(seen)) === 0);
  say('Every number has been called.');
  await until(scene, `${campaign}/notices`, (seen) => field(seen, 'waiting') === 0);
  const { changedAt, effectiveAt } = await newestChange(scene, campaignId);
  const witness = await hearWitness(scene, { id: campaignId, addedAt, numbers });
  return {
    campaignId,
    numbers,
    changedAt,
    effectiveAt,
    effectiveSecond: effectiveAt === null ? null : Math.floor(Date.parse(effectiveAt) / 1000),
    kept: await whatIsKept(scene, campaignId),
    witness,
  };
}

/** In life's own time dialing takes so long that somebody wants to see how it goes. */
function tellProgress({ clock, say, laboratory, receiver }: Scene): (seen: unknown) => unknown {
  const begunAt = clock.now();
  let nextLineAt = begunAt + lineSecondsOfLife * 1000;
  return (seen) => {
    if (laboratory === null || clock.now() < nextLineAt) return seen;
    nextLineAt += lineSecondsOfLife * 1000;
    const progress = {
      second: (clock.now() - begunAt) / 1000,
      calls: numberOf(field(seen, 'progress.calls')),
      calling: numberOf(field(seen, 'progress.calling')),
      invites: laboratory.invites().length,
      results: receiver.results.size,
    };
    say(lineOfProgress(progress));
    return seen;
  };
}

const unfinished = (seen: unknown): number =>
  Number(field(seen, 'progress.waiting')) + Number(field(seen, 'progress.calling'));

/** What the database holds of a campaign. */
export async function whatIsKept({ client, home, path }: Scene, id: number): Promise<Kept> {
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
    calling: Number(field(campaign, 'progress.calling')),
    waiting: Number(field(campaign, 'progress.waiting')),
    results: Number(field(results, 'totalCount')),
    noticesWaiting: Number(field(notices, 'waiting')),
    noticesUndelivered: Number(field(notices, 'undelivered')),
    callsByCause,
  };
}
