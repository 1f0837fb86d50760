// `campana simulate --replay`: how a day would have gone with other settings. The day comes from the
// server, or from a file that an earlier replay has kept; the settings are the body of a PUT.
import { writeFileSync } from 'node:fs';
import { getDay } from '../../api/routes/pacing.ts';
import { readModifyCampaign } from '../../contract/read/readCampaign.ts';
import { pacingRuleOf } from '../../core/agentPacing.ts';
import type { RecordedCalls, RecordedDay } from '../../core/recordedDay.ts';
import { newSettings } from '../../core/revise.ts';
import { toMillis } from '../../core/units.ts';
import { wallOfInstant } from '../../core/zone.ts';
import type { DayFigures } from '../../simulation/replay/figures.ts';
import { readRecordedDay } from '../../simulation/replay/readDay.ts';
import { type OtherSettings, type Replay, replayDay } from '../../simulation/replay.ts';
import { openAction, type SharedOptions, type Surroundings, wholeNumber } from '../command.ts';
import { Failure, WrongUse } from '../failure.ts';
import { readJsonFile, unlessRefused } from '../jsonFile.ts';
import { type Cell, table } from '../output.ts';
import { campaignId } from './oneCampaign.ts';

export interface ReplayOptions extends SharedOptions {
  readonly replay?: string;
  readonly day?: string;
  readonly dayFile?: string;
  readonly saveDay?: string;
  readonly with?: string;
  readonly seeds?: string;
}

/** True when the command line asks for a replay and not for a forecast. */
export const isReplay = ({ replay, dayFile }: ReplayOptions): boolean =>
  replay !== undefined || dayFile !== undefined;

export async function replay(options: ReplayOptions, surroundings: Surroundings): Promise<void> {
  const { output, clock } = surroundings;
  if (options.with === undefined)
    throw new WrongUse('--with: give the JSON file with the body that would modify the campaign.');
  const seeds = wholeNumber('--seeds', options.seeds ?? '3', 1, 100);
  const day =
    options.dayFile === undefined ? await fetchDay(options, surroundings) : parseDay(options.dayFile);
  if (options.saveDay !== undefined) writeFileSync(options.saveDay, `${JSON.stringify(day)}\n`);
  const context = { now: clock.now(), timeZone: day.timeZone, apiTimes: 'local' } as const;
  const settings = newSettings(
    unlessRefused(readModifyCampaign(readJsonFile(options.with), context), options.with),
  );
  const rule = pacingRuleOf(settings, day.predictedPacing);
  if (rule === null)
    throw new Failure(
      `${options.with}: deviceType ${settings.deviceType} is an IVR campaign and has no pacing.`,
    );
  const other: OtherSettings = { rule, ringLimitSeconds: settings.maxAlertingSeconds };
  const replayed = replayDay(day, other, seeds);
  if (replayed === null)
    throw new Failure(
      `Nothing can be replayed: on ${day.day} no agent was signed in, or no call was placed.`,
    );
  output.line(options.json ? JSON.stringify(replayed, null, 2) : writeReplay(day, replayed, options.with));
}

/** The whole day, portion by portion. */
async function fetchDay(options: ReplayOptions, surroundings: Surroundings): Promise<RecordedDay> {
  const { replay: campaign = '', day } = options;
  const id = campaignId(campaign);
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day))
    throw new WrongUse(`--day: expected a day as yyyy-MM-dd, received ${JSON.stringify(day ?? '')}.`);
  const { client, vdn } = openAction(surroundings, options);
  const params = { ...vdn, id, day };
  const first = await client.ask(getDay, { params });
  const portions = [first.calls];
  for (let after = first.next; after !== null; ) {
    const answer = await client.ask(getDay, { params, query: { after } });
    portions.push(answer.calls);
    after = answer.next;
  }
  return unlessFaulty({ ...first.day, calls: joined(portions) }, 'The answer of the server');
}

const joined = (portions: readonly RecordedCalls[]): RecordedCalls => ({
  dialedAt: portions.flatMap((calls) => calls.dialedAt),
  met: portions.flatMap((calls) => calls.met),
  ringSeconds: portions.flatMap((calls) => calls.ringSeconds),
  waitSeconds: portions.flatMap((calls) => calls.waitSeconds),
  talkSeconds: portions.flatMap((calls) => calls.talkSeconds),
  wrapUpSeconds: portions.flatMap((calls) => calls.wrapUpSeconds),
  abandoned: portions.flatMap((calls) => calls.abandoned),
});

const parseDay = (file: string): RecordedDay => unlessFaulty(readJsonFile(file), file);

function unlessFaulty(value: unknown, source: string): RecordedDay {
  const reading = readRecordedDay(value);
  if (reading.ok) return reading.day;
  throw new Failure(`${source}: ${reading.faults.join(' ')}`);
}

function writeReplay(day: RecordedDay, replayed: Replay, file: string): string {
  const { fromSeconds, toSeconds, recorded, asItWas, withOther } = replayed;
  const clockTime = (seconds: number): string =>
    wallOfInstant(toMillis(day.from + seconds * 1000), day.timeZone).slice(11, 16);
  const row = (name: string, show: (figures: DayFigures) => string): Cell[] => [
    name,
    show(recorded),
    show(asItWas),
    show(withOther),
  ];
  const rounded = (value: number | null, unit: string): string =>
    value === null ? '-' : `${value.toFixed(1)} ${unit}`;
  const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
  const changes = day.rules.length > 1 ? ` Its settings changed ${day.rules.length - 1} times that day.` : '';
  return [
    `Campaign ${day.campaignId} on ${day.day}, ${clockTime(fromSeconds)} to ${clockTime(toSeconds)} ` +
      `(${day.timeZone}).${changes}`,
    '',
    table(
      ['', 'RECORDED', 'REPLAYED AS IT WAS', `REPLAYED WITH ${file}`],
      [
        row('occupancy', (figures) => rounded(figures.occupancyPercent, '%')),
        row('abandoned', (figures) => rounded(figures.abandonPercent, '%')),
        row('a person waits', (figures) => rounded(figures.waitSecondsMean, 's')),
        row('an agent waits', (figures) => rounded(figures.agentWaitSecondsMean, 's')),
        row('dials', (figures) => whole(figures.dials)),
        row('answered', (figures) => whole(figures.answered)),
        row('served', (figures) => whole(figures.served)),
      ],
    ),
    '',
    'Compare the last two columns; the first two show how well the replay matches the day.',
  ].join('\n');
}
