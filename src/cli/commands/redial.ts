// `campana campaign redial`: reopens numbers whose last attempt failed ("dial the failed again").
import type { Command } from 'commander';
import type { AnswerOf, BodyOf } from '../../api/route.ts';
import { redialNumbers } from '../../api/routes/numbers.ts';
import { redialableCauses, redialCausesDefault } from '../../core/redial.ts';
import { type Action, openAction, type SharedOptions, type Surroundings, shared } from '../command.ts';
import { WrongUse } from '../failure.ts';
import { table } from '../output.ts';
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
    .description('dial the failed again: numbers that ended without success wait for another call')
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
      if (options.dryRun) {
        const params = { ...action.vdn, id };
        const asked = { params, body: { ...body, dryRun: true } };
        action.show(await action.client.ask(redialNumbers, asked), writeCounts);
      } else action.show({ numbers: await redialAll(action, id, body) }, writeDone);
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

type RedialBody = BodyOf<typeof redialNumbers>;

async function instantFor(action: Action, name: keyof RedialBody, option: string, text: string | undefined) {
  return text === undefined ? {} : { [name]: await instantOf(action, option, text) };
}

/** Asks until the last number has been looked at; answers how many were opened. */
async function redialAll({ client, vdn }: Action, id: number, asked: RedialBody): Promise<number> {
  let numbers = 0;
  let body = asked;
  for (;;) {
    const answer = await client.ask(redialNumbers, { params: { ...vdn, id }, body });
    numbers += answer.numbers;
    if (answer.next === null) return numbers;
    body = { ...body, after: answer.next, attemptedBefore: answer.attemptedBefore };
  }
}

const writeDone = ({ numbers }: { readonly numbers: number }): string =>
  `${numbers} numbers wait to be dialed again.`;

const writeCounts = ({ byCause, numbers }: AnswerOf<typeof redialNumbers>): string =>
  `${table(
    ['CAUSE', 'NUMBERS'],
    byCause.map((one) => [one.cause, one.numbers]),
  )}\n${numbers} numbers would be dialed again.`;
