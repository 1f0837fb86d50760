// `campana campaign pacing` and `campana explain --at`: the state of a campaign with agents, and why a beat
// placed its number of calls.
import type { Command } from 'commander';
import type { BeatExplained } from '../../api/routes/explain.ts';
import { getPacing, type Pacing } from '../../api/routes/pacing.ts';
import { openAction, type SharedOptions, type Surroundings, shared } from '../command.ts';
import { list } from '../output.ts';
import { campaignId } from './oneCampaign.ts';

/** Adds `pacing` below `campaign`. */
export function addPacingCommand(campaign: Command, surroundings: Surroundings): void {
  shared(campaign.command('pacing'))
    .description('show how a campaign with agents is doing: agents, calls, occupancy, abandoned calls')
    .argument('<campaign>')
    .action(async (idText: string, options: SharedOptions) => {
      const id = campaignId(idText);
      const { client, vdn, show } = openAction(surroundings, options);
      show(await client.ask(getPacing, { params: { ...vdn, id } }), writePacing);
    });
}

function writePacing({ agents, occupancyPercent, abandonPercent, ...now }: Pacing): string {
  const percent = (value: number | null): string => (value === null ? '-' : `${value} %`);
  const account = ({ percent: share, abandoned, answered, falseMachines }: Account): string => {
    const machines = falseMachines > 0 ? `, and ${falseMachines} taken for machines` : '';
    return `${percent(share)} (${abandoned} of ${answered}${machines})`;
  };
  const figures = list([
    ['method', now.method],
    ['calls of the last beat', now.callsThisBeat],
    ['in flight, waiting', `${now.ringing ?? '-'}, ${now.waiting ?? '-'}`],
    ['answered', percent(now.answerRatePercent)],
    ['talk on average', now.talkSecondsMean === null ? '-' : `${now.talkSecondsMean} s`],
    ['occupancy, 15 minutes', percent(occupancyPercent.last15Minutes)],
    ['occupancy, today', percent(occupancyPercent.today)],
    ['abandoned, 24 hours', account(abandonPercent.last24Hours)],
    ['abandoned, 30-day block', account(abandonPercent.block30Days)],
    ['abandoned, limit', percent(abandonPercent.limit)],
    ['risk allowed for a call', percent(now.riskMaxPercent)],
    ...Object.entries(agents).map(([name, value]): [string, string] => [
      `agents ${name}`,
      String(value ?? '-'),
    ]),
  ]);
  const sentence = now.sentence ?? 'There has been no beat in the last two minutes.';
  return `${sentence}\n\n${figures}`;
}

type Account = Pacing['abandonPercent']['last24Hours'];

/** What `campana explain CAMPAIGN --at TIME` prints: the beat at that time, or the last one before it. */
export const writeBeat = ({ at, revision, method, sentence, dials }: BeatExplained): string =>
  [
    `Beat at ${at}, revision ${revision}, method ${method}.`,
    sentence,
    ...(dials === null ? [] : [dials.sentence]),
  ].join('\n');
