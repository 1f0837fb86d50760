// `campana campaign pacing` and `campana explain --at`: the state of a campaign with agents, and why a beat
// placed its number of calls.
import type { Command } from 'commander';
import {
  type Action,
  openAction,
  type SharedOptions,
  type Surroundings,
  shared,
  wholeNumber,
} from '../command.ts';
import { list } from '../output.ts';
import { cell, field } from '../read.ts';
import { instantOf } from './agentWork.ts';
import { campaignId } from './oneCampaign.ts';

/** Adds `pacing` below `campaign`. */
export function addPacingCommand(campaign: Command, surroundings: Surroundings): void {
  shared(campaign.command('pacing'))
    .description('show how a campaign with agents is doing: agents, calls, occupancy, abandoned calls')
    .argument('<campaign>')
    .action(async (idText: string, options: SharedOptions) => {
      const id = campaignId(idText);
      const { client, home, show } = openAction(surroundings, options);
      show(await client.send('GET', `${home}/campaigns/${id}/pacing`), writePacing);
    });
}

/** `campana explain CAMPAIGN --at TIME`: the beat at that time, or the last one before it. */
export async function explainBeat(
  action: Action,
  id: number,
  { at, dials }: { readonly at: string; readonly dials?: string },
): Promise<void> {
  const instant = await instantOf(action, '--at', at);
  const asked = dials === undefined ? '' : `&dials=${wholeNumber('--dials', dials, 0, 99_999)}`;
  const answer = await action.client.send(
    'GET',
    `${action.home}/campaigns/${id}/explain?at=${instant}${asked}`,
  );
  action.show(answer, writeBeat);
}

function writePacing(answer: unknown): string {
  const percent = (path: string): string => {
    const value = cell(answer, path);
    return value === null ? '-' : `${value} %`;
  };
  const falseMachines = (path: string): string => {
    const count = Number(field(answer, `${path}.falseMachines`) ?? 0);
    return count > 0 ? `, and ${count} taken for machines` : '';
  };
  const account = (path: string): string =>
    `${percent(`${path}.percent`)} (${cell(answer, `${path}.abandoned`)} of ${cell(answer, `${path}.answered`)}${falseMachines(path)})`;
  const agents = field(answer, 'agents');
  const figures = list([
    ['method', cell(answer, 'method')],
    ['calls of the last beat', cell(answer, 'callsThisBeat')],
    ['in flight, waiting', `${cell(answer, 'ringing') ?? '-'}, ${cell(answer, 'waiting') ?? '-'}`],
    ['answered', percent('answerRatePercent')],
    [
      'talk on average',
      cell(answer, 'talkSecondsMean') === null ? '-' : `${cell(answer, 'talkSecondsMean')} s`,
    ],
    ['occupancy, 15 minutes', percent('occupancyPercent.last15Minutes')],
    ['occupancy, today', percent('occupancyPercent.today')],
    ['abandoned, 24 hours', account('abandonPercent.last24Hours')],
    ['abandoned, 30-day block', account('abandonPercent.block30Days')],
    ['abandoned, limit', percent('abandonPercent.limit')],
    ['risk allowed for a call', percent('riskMaxPercent')],
    ...Object.entries(typeof agents === 'object' && agents !== null ? agents : {}).map(
      ([name, value]): [string, string] => [`agents ${name}`, String(value ?? '-')],
    ),
  ]);
  const sentence = cell(answer, 'sentence') ?? 'There has been no beat in the last two minutes.';
  return `${sentence}\n\n${figures}`;
}

function writeBeat(answer: unknown): string {
  const sentences = [
    `Beat at ${cell(answer, 'at')}, revision ${cell(answer, 'revision')}, method ${cell(answer, 'method')}.`,
    String(cell(answer, 'sentence')),
  ];
  const other = cell(answer, 'dials.sentence');
  return [...sentences, ...(other === null ? [] : [String(other)])].join('\n');
}
