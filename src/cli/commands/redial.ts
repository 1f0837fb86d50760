// `campana campaign redial`: reopens numbers whose last attempt failed ("dial the failed again").
import type { Command } from 'commander';
import { redialableCauses, redialCausesDefault } from '../../core/redial.ts';
import { type Action, openAction, type SharedOptions, type Surroundings, shared } from '../command.ts';
import { WrongUse } from '../failure.ts';
import { table } from '../output.ts';
import { cell, field, items, numberOf } from '../read.ts';
import { instantOf } from './agentWork.ts';
import { campaignId } from './oneCampaign.ts';

interface RedialOptions extends SharedOptions {
  readonly cause?: string;
  readonly from?: string;
  readonly before?: string;
  readonly dryRun?: boolean;
}

/** Adds `redial` below `campaign`. */
export function addRedialCommand(campaign: Command, surroundings: Surroundings): void {
  shared(campaign.command('redial'))
    .description('dial the failed again: numbers that are done without success wait for another call')
    .argument('<campaign>')
    .option(
      '--cause <codes>',
      `failCodes of the last attempt, with commas (default: ${redialCausesDefault.join(',')}, which are failures on our side)`,
    )
    .option('--from <time>', 'only attempts begun at or after this, local time "yyyy-MM-dd HH:mm:ss"')
    .option('--before <time>', 'only attempts begun before this')
    .option('--dry-run', 'only count, by cause')
    .action(async (idText: string, options: RedialOptions) => {
      const id = campaignId(idText);
      const causes = causesOf(options.cause);
      const action = openAction(surroundings, options);
      const body = {
        ...(causes === null ? {} : { causes }),
        ...(await instantFor(action, 'attemptedFrom', '--from', options.from)),
        ...(await instantFor(action, 'attemptedBefore', '--before', options.before)),
      };
      const path = `${action.home}/campaigns/${id}/numbers/redial`;
      if (options.dryRun)
        action.show(await action.client.send('POST', path, { ...body, dryRun: true }), writeCounts);
      else action.show({ numbers: await redialAll(action, path, body) }, writeDone);
    });
}

/** Null: the server's own choice. */
function causesOf(text: string | undefined): string[] | null {
  if (text === undefined) return null;
  const causes = text.split(',').map((cause) => cause.trim());
  const wrong = causes.find((cause) => !redialableCauses.some((one) => one === cause));
  if (wrong === undefined) return causes;
  throw new WrongUse(
    `--cause: expected some of ${redialableCauses.join(', ')}, received ${JSON.stringify(wrong)}.`,
  );
}

async function instantFor(action: Action, name: string, option: string, text: string | undefined) {
  return text === undefined ? {} : { [name]: await instantOf(action, option, text) };
}

/** Asks until the last number has been looked at; answers how many were opened. */
async function redialAll({ client }: Action, path: string, body: object): Promise<number> {
  let numbers = 0;
  let place: object = {};
  for (;;) {
    const answer = await client.send('POST', path, { ...body, ...place });
    numbers += numberOf(field(answer, 'numbers'));
    const next = field(answer, 'next');
    if (typeof next !== 'string') return numbers;
    place = { after: next, attemptedBefore: field(answer, 'attemptedBefore') };
  }
}

const writeDone = (answer: unknown): string => `${cell(answer, 'numbers')} numbers wait to be dialed again.`;

const writeCounts = (answer: unknown): string =>
  `${table(
    ['CAUSE', 'NUMBERS'],
    items(answer, 'byCause').map((one) => [cell(one, 'cause'), cell(one, 'numbers')]),
  )}\n${cell(answer, 'numbers')} numbers would be dialed again.`;
