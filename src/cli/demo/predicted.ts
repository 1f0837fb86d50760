// The tour's second part: the contract's own example on a predicted campaign, dialed for the twenty
// simulated agents of its skill queue, watched, and changed to another method and back by the contract's
// PUT while people talk. It returns its observations as a value, which predictedReport.ts judges.
import { patchHandling } from '../../api/routes/changes.ts';
import { getPacing, type Pacing } from '../../api/routes/pacing.ts';
import { Failure } from '../failure.ts';
import { field } from '../read.ts';
import { type Look, lineOf, lineSecondsOfLife } from './lines.ts';
import {
  exampleNameAsWritten,
  exampleNameShortened,
  exampleRequest,
  offHookParam,
  plainNumbersCsv,
  realNumbersCsv,
  usageParam,
} from './requests.ts';
import { type Change, lookMillis, newestChange, paramsOf, type Scene, until, upload } from './scene.ts';
import { type Kept, whatIsKept } from './tour.ts';
import { hearWitness, type Witness } from './witness.ts';

export interface PredictedTour {
  readonly campaignId: number;
  readonly numbers: readonly string[];
  readonly asWritten: string;
  readonly shortened: string;
  readonly looks: readonly Look[];
  readonly changes: readonly (Change & { readonly what: string })[];
  readonly kept: Kept;
  /** Results that the receiver had when the database was asked for `kept`. */
  readonly told: number;
  /** Null with the simulated carrier. */
  readonly witness: Witness | null;
}

export async function watchPredicted(scene: Scene): Promise<PredictedTour> {
  const { client, clock, say, path, laboratory } = scene;
  const { numbers: numbersCount, watchedSeconds } = scene.lengths.predicted;
  const ofTheWorld = laboratory === null ? ' of the world' : '';
  const addedAt = clock.now();
  const { campaignId, ...example } = await addExample(scene);
  say(
    `Campaign ${campaignId}: the contract's own example, predicted by the off-hook rate (method 5), for the ` +
      `20 simulated agents of skill queue 5. Its dates are moved to now, its callBackUrl to this machine.`,
  );
  if (laboratory !== null) {
    await client.ask(patchHandling, { params: paramsOf(scene, campaignId), body: { recording: true } });
    say('Its calls are recorded. The contract does not cover that, so a PATCH of its handling turns it on.');
  }
  const { csv, numbers } = laboratory === null ? plainNumbersCsv(numbersCount) : realNumbersCsv(numbersCount);
  const imported = await upload(client, campaignId, csv);
  say(`Import ${imported.id}: ${imported.added} numbers.`);
  say(
    `Every five seconds a line: minutes and seconds${ofTheWorld}, what the agents do, calls that ring, talk and ` +
      'wrap-up as a share of their time so far, abandoned calls among the answered calls that are over, ' +
      'and after the method why it placed no more calls just then.',
  );

  const begunAt = clock.now();
  const looks: Look[] = [];
  const changes: (Change & { what: string })[] = [];
  const change = async (what: string, predictParam: unknown): Promise<void> => {
    await client.send(
      'PUT',
      `${path}/${campaignId}`,
      runningExample(scene, exampleNameShortened, predictParam),
    );
    const made = { ...(await newestChange(scene, campaignId)), what };
    changes.push(made);
    say(
      `  PUT: ${what}. Changed at ${clockTime(made.changedAt)}, in effect since the beat of ${clockTime(made.effectiveAt)} (UTC${ofTheWorld}).`,
    );
  };
  await watch(scene, campaignId, begunAt, watchedSeconds.before, looks);
  await change('predictMethod 2, agent usage, at most 85 %', usageParam);
  await watch(scene, campaignId, begunAt, watchedSeconds.between, looks);
  await change('predictMethod 5, off-hook rate 100, again', offHookParam);
  await watch(scene, campaignId, begunAt, watchedSeconds.after, looks);
  if (laboratory !== null) say('Paused. Waiting for the last talks to end.');
  const { kept, told } = await tally(scene, campaignId);
  const witness = await hearWitness(scene, { id: campaignId, addedAt, numbers });
  return { campaignId, ...example, numbers, looks, changes, kept, told, witness };
}

/** The example with a name, now and here. */
const runningExample = (
  { receiver, clock, zone }: Scene,
  name: string,
  predictParam: unknown = offHookParam,
) => exampleRequest(name, predictParam, receiver.url, clock.now(), zone);

/** As it is written its name is too long; with the name cut it is accepted. */
async function addExample(scene: Scene) {
  const { client, path, suffix } = scene;
  const added = await client.send('POST', path, runningExample(scene, `Example ${suffix}`));
  const campaignId = Number(field(added, 'returnObject.id'));
  const answerTo = async (name: string): Promise<string> =>
    client.send('PUT', `${path}/${campaignId}`, runningExample(scene, name)).then(
      (answer) => JSON.stringify(answer),
      (error: unknown) => (error instanceof Failure ? error.message : Promise.reject(error)),
    );
  return {
    campaignId,
    asWritten: await answerTo(exampleNameAsWritten),
    shortened: await answerTo(exampleNameShortened),
  };
}

/** Looks once a second of real time, and says a line every five. */
async function watch(
  scene: Scene,
  campaignId: number,
  begunAt: number,
  seconds: number,
  looks: Look[],
): Promise<void> {
  const { client, clock, say, signal, speed } = scene;
  const endsAt = clock.now() + seconds * 1000;
  let nextLineAt: number = clock.now();
  while (!signal.aborted && clock.now() < endsAt) {
    const seen = await client.ask(getPacing, { params: paramsOf(scene, campaignId) });
    looks.push(lookOf(seen, (clock.now() - begunAt) / 1000));
    if (clock.now() >= nextLineAt) {
      say(lineOf(looks));
      nextLineAt += lineSecondsOfLife * 1000 * speed;
    }
    await clock.sleep(1000 * speed, signal);
  }
}

const lookOf = (seen: Pacing, second: number): Look => ({
  second: Math.round(second),
  talking: seen.agents.talking ?? 0,
  idle: seen.agents.idle ?? 0,
  wrapUp: seen.agents.wrapUp ?? 0,
  ringing: seen.ringing ?? 0,
  waiting: seen.waiting ?? 0,
  answered: seen.abandonPercent.last24Hours.answered,
  abandoned: seen.abandonPercent.last24Hours.abandoned,
  method: seen.method ?? '-',
  reason: seen.reason ?? '-',
});

const clockTime = (instant: string | null): string => instant?.slice(11, 23) ?? 'no instant';

/**
 * Pauses, waits until what rings has ended and every other call but the talks is told, and counts. Talks
 * may go on for minutes; they are in the account as calls in the air. Those of the laboratory are short,
 * and are waited for: then each call can be held against the carrier.
 */
async function tally(scene: Scene, campaignId: number): Promise<{ kept: Kept; told: number }> {
  const { client, path, receiver, laboratory } = scene;
  await client.send('PUT', `${path}/${campaignId}/pause`);
  const params = paramsOf(scene, campaignId);
  await until(scene, getPacing, { params }, ({ ringing }) => (ringing ?? 0) === 0);
  for (;;) {
    const kept = await whatIsKept(scene, campaignId);
    // Counted after the database was asked, so a call that has ended since is no excuse for a lost one.
    const told = receiver.results.size;
    const areOver = laboratory === null || kept.calling === 0;
    if ((areOver && told >= kept.calls - kept.calling) || scene.signal.aborted) return { kept, told };
    await scene.clock.sleep(lookMillis(scene.speed), scene.signal);
  }
}
