// The tour's first part: an IVR campaign is created, dials, and is modified while it dials. Everything goes
// through the HTTP interface, as an integrator's program would. It returns its observations as a value,
// which report.ts judges and prints.
import { getNotices, getOutcomes } from '../../api/routes/calls.ts';
import { getCampaign, type ShownCampaign } from '../../api/routes/campaigns.ts';
import { field } from '../read.ts';
import { lineOfProgress, lineSecondsOfLife } from './lines.ts';
import { ivrCampaign, numbersCsv, pace } from './requests.ts';
import { newestChange, paramsOf, type Scene, until, upload } from './scene.ts';
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
  const { client, clock, receiver, say, path, zone, suffix } = scene;
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
  const params = paramsOf(scene, campaignId);
  const tell = tellProgress(scene);
  const callsOf = (seen: ShownCampaign): number => tell(seen).progress?.calls ?? 0;
  await until(scene, getCampaign, { params }, (seen) => callsOf(seen) >= callsBeforeChange);
  await client.send('PUT', `${path}/${campaignId}`, body(pace.after));
  say(`Campaign ${campaignId} is changed by PUT while it dials: 180 calls a minute from now on.`);

  await until(scene, getCampaign, { params }, (seen) => isFinished(tell(seen)));
  say('Every number has been called.');
  await until(scene, getNotices, { params }, ({ waiting }) => waiting === 0);
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

/** In real time dialing takes so long that the watcher wants to see progress. */
function tellProgress({ clock, say, laboratory, receiver }: Scene): (seen: ShownCampaign) => ShownCampaign {
  const begunAt = clock.now();
  let nextLineAt = begunAt + lineSecondsOfLife * 1000;
  return (seen) => {
    if (laboratory === null || clock.now() < nextLineAt) return seen;
    nextLineAt += lineSecondsOfLife * 1000;
    const progress = {
      second: (clock.now() - begunAt) / 1000,
      calls: seen.progress?.calls ?? 0,
      calling: seen.progress?.calling ?? 0,
      invites: laboratory.invites().length,
      results: receiver.results.size,
    };
    say(lineOfProgress(progress));
    return seen;
  };
}

const isFinished = ({ progress }: ShownCampaign): boolean =>
  progress?.waiting === 0 && progress.calling === 0;

/** What the database holds of a campaign. */
export async function whatIsKept(scene: Scene, id: number): Promise<Kept> {
  const { client, path } = scene;
  const params = paramsOf(scene, id);
  const { progress } = await client.ask(getCampaign, { params });
  const notices = await client.ask(getNotices, { params });
  const outcomes = await client.ask(getOutcomes, { params });
  const results = await client.send('POST', `${path}/callresult/${id}`, {
    showDetail: 1,
    pageSize: 100,
    pageNum: 1,
  });
  const callsByCause = new Map<string, number>();
  for (const { cause, calls } of outcomes.items)
    callsByCause.set(cause, (callsByCause.get(cause) ?? 0) + calls);
  return {
    calls: progress?.calls ?? 0,
    calling: progress?.calling ?? 0,
    waiting: progress?.waiting ?? 0,
    results: Number(field(results, 'totalCount')),
    noticesWaiting: notices.waiting,
    noticesUndelivered: notices.undelivered,
    callsByCause,
  };
}
