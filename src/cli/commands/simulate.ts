// `campana simulate`: a campaign's day before it happens. It reads the very body that adds or modifies
// a campaign through the interface and runs the server's own plan over the seeded world. It needs no
// server and no database, and changes nothing. A replay (replay.ts) asks a server for a day, or a file.
import type { Command } from 'commander';
import { readModifyCampaign } from '../../contract/read/readCampaign.ts';
import { readAddSpecialDate } from '../../contract/read/readSpecialDate.ts';
import type { ReadContext } from '../../contract/rules/violation.ts';
import { newSettings } from '../../core/revise.ts';
import type { SpecialDate } from '../../core/specialDate.ts';
import { instantOfWall, isTimeZone } from '../../core/zone.ts';
import { baseWorld } from '../../simulation/callee.ts';
import { simulateDay } from '../../simulation/day.ts';
import { type SharedOptions, type Surroundings, shared, wholeNumber } from '../command.ts';
import { dayText } from '../dayText.ts';
import { Failure, WrongUse } from '../failure.ts';
import { readJsonFile, unlessRefused } from '../jsonFile.ts';
import { isReplay, type ReplayOptions, replay } from './replay.ts';

interface Options extends SharedOptions, ReplayOptions {
  readonly numbers?: string;
  readonly plays: string;
  readonly transfers?: boolean;
  readonly zone: string;
  readonly from?: string;
  readonly hours: string;
  readonly seed: string;
  readonly answerRate: string;
  readonly holidays?: string;
}

export function addSimulateCommand(program: Command, surroundings: Surroundings): void {
  shared(program.command('simulate'))
    .description(
      'foresee what a campaign would do, without a server: pace, outcomes, expected finish; ' +
        'or, with --replay, replay a day of a campaign with agents with other settings',
    )
    .argument('[file]', 'JSON file with the body that adds or modifies the campaign; - for standard input')
    .option('--numbers <count>', 'numbers to call')
    .option('--plays <seconds>', 'how long the flow plays', '8')
    .option('--transfers', 'the flow transfers to a skill queue after playing')
    .option('--zone <name>', 'IANA time zone of the VDN', 'UTC')
    .option('--from <time>', 'local time of the start, "yyyy-MM-dd HH:mm:ss" (default: now)')
    .option('--hours <count>', 'how far to look ahead, up to 744', '24')
    .option('--seed <number>', 'another seed is another world', String(baseWorld.seed))
    .option('--answer-rate <share>', 'live answers, 0 to 1', String(baseWorld.answerRate))
    .option('--holidays <file>', 'JSON file with a list of special dates, in the form of the interface')
    .option('--replay <campaign>', 'the campaign whose day is replayed')
    .option('--day <day>', 'with --replay: the day, yyyy-MM-dd')
    .option('--with <file>', 'with --replay: JSON file with the body that would modify the campaign')
    .option('--seeds <count>', 'with --replay: runs each way, of which the mean is shown', '3')
    .option('--save-day <file>', 'with --replay: keep the day in a file')
    .option('--day-file <file>', 'the day from such a file, without a server')
    .action(async (file: string | undefined, options: Options) => {
      if (isReplay(options)) return replay(options, surroundings);
      const replayOnly = (['with', 'day', 'saveDay'] as const).find((name) => options[name] !== undefined);
      if (replayOnly !== undefined)
        throw new WrongUse(
          `--${replayOnly === 'saveDay' ? 'save-day' : replayOnly} belongs to a replay: ` +
            'give --replay CAMPAIGN or --day-file FILE.',
        );
      if (file === undefined) throw new WrongUse("error: missing required argument 'file'");
      simulate(file, options, surroundings);
    });
}

function simulate(file: string, options: Options, { clock, output }: Surroundings): void {
  const { zone } = options;
  if (!isTimeZone(zone))
    throw new WrongUse(`--zone: expected an IANA time zone such as Europe/Berlin, received ${zone}.`);
  const { numbers } = options;
  if (numbers === undefined) throw new WrongUse("error: required option '--numbers <count>' not specified");
  const from = options.from === undefined ? clock.now() : instantOfWall(options.from, zone);
  if (from === null)
    throw new WrongUse(`--from: expected a time as yyyy-MM-dd HH:mm:ss, received ${options.from}.`);
  const context: ReadContext = { now: from, timeZone: zone, apiTimes: 'local' };
  const settings = newSettings(unlessRefused(readModifyCampaign(readJsonFile(file), context), file));
  if (settings.ivr === null)
    throw new Failure(
      `${file}: deviceType ${settings.deviceType} dials with agents, and this command does not know them. ` +
        'Replay a day of such a campaign with --replay.',
    );
  const day = simulateDay({
    settings,
    specialDates: options.holidays === undefined ? [] : readHolidays(options.holidays, context),
    timeZone: zone,
    numbers: wholeNumber('--numbers', numbers, 1, 10_000_000),
    flow: {
      playSeconds: wholeNumber('--plays', options.plays, 0, 3600),
      transferSkillId: options.transfers ? 1 : null,
    },
    world: {
      seed: wholeNumber('--seed', options.seed, 0, 4_294_967_295),
      answerRate: realNumber('--answer-rate', options.answerRate, 0, 1),
    },
    from,
    hours: realNumber('--hours', options.hours, 0.01, 744),
  });
  output.line(options.json ? JSON.stringify(day, null, 2) : dayText(day, zone, from));
}

function readHolidays(file: string, context: ReadContext): SpecialDate[] {
  const list = readJsonFile(file);
  if (!Array.isArray(list)) throw new Failure(`${file}: expected a JSON list of special dates.`);
  return list.map((item: unknown, index) => ({
    id: index + 1,
    ...unlessRefused(readAddSpecialDate(item, context), file),
  }));
}

function realNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new WrongUse(`${name}: expected a number from ${least} to ${most}, received ${text}.`);
  return value;
}
