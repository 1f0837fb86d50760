// `campana campaign calls`: the calls of a campaign, newest first, including those in flight.
import type { Command } from 'commander';
import type { AnswerOf, QueryOf } from '../../api/route.ts';
import { type Call, getCalls } from '../../api/routes/calls.ts';
import { outcomes } from '../../core/outcome.ts';
import {
  type Action,
  openAction,
  type SharedOptions,
  type Surroundings,
  shared,
  wholeNumber,
} from '../command.ts';
import { WrongUse } from '../failure.ts';
import { table } from '../output.ts';
import { instantOf } from './agentWork.ts';
import { campaignId } from './oneCampaign.ts';

interface CallsOptions extends SharedOptions {
  readonly called?: string;
  readonly outcome?: string;
  readonly agent?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: string;
}

/** Adds `calls` below `campaign`. */
export function addCallsCommand(campaign: Command, surroundings: Surroundings): void {
  shared(campaign.command('calls'))
    .description('list calls, newest first, including those in flight; --json shows every field')
    .argument('<campaign>')
    .option('--called <number>', 'only calls of this number')
    .option('--outcome <outcome>', `only those with this outcome: ${outcomes.join(', ')}`)
    .option('--agent <id>', 'only calls of this agent')
    .option('--from <time>', 'only those begun at or after this, local time "yyyy-MM-dd HH:mm:ss"')
    .option('--to <time>', 'only those begun before this')
    .option('--limit <count>', 'how many at most', '50')
    .action(async (idText: string, options: CallsOptions) => {
      const id = campaignId(idText);
      const limit = wholeNumber('--limit', options.limit, 1, 100_000);
      if (options.outcome !== undefined && !outcomes.some((one) => one === options.outcome))
        throw new WrongUse(
          `--outcome: expected one of ${outcomes.join(', ')}, received ${JSON.stringify(options.outcome)}.`,
        );
      const action = openAction(surroundings, options);
      const asked = await readQuery(action, options);
      action.show({ items: await gather(action, id, asked, limit) }, writeCalls);
    });
}

type Query = QueryOf<typeof getCalls>;

async function readQuery(action: Action, options: CallsOptions): Promise<Query> {
  const { called, outcome, agent, from, to } = options;
  return {
    ...(called === undefined ? {} : { called }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(agent === undefined ? {} : { agentId: agent }),
    ...(from === undefined ? {} : { from: await instantOf(action, '--from', from) }),
    ...(to === undefined ? {} : { to: await instantOf(action, '--to', to) }),
  };
}

/** A page may be short, or empty, although more follow. */
async function gather({ client, vdn }: Action, id: number, asked: Query, limit: number): Promise<Call[]> {
  const found: Call[] = [];
  let before: string | null = '';
  while (before !== null && found.length < limit) {
    const query = { ...asked, limit: Math.min(500, limit - found.length), before };
    const page: AnswerOf<typeof getCalls> = await client.ask(getCalls, { params: { ...vdn, id }, query });
    found.push(...page.items);
    before = page.next;
  }
  return found;
}

const writeCalls = ({ items }: { readonly items: readonly Call[] }): string =>
  table(
    ['BEGUN', 'CALLED', 'ATTEMPT', 'OUTCOME', 'CAUSE', 'AGENT', 'ENDED', 'RESULT', 'CALL'],
    items.map((call) => [
      call.claimedAt,
      call.called,
      call.attempt,
      call.outcome ?? `(${call.state})`,
      call.cause,
      call.agentId,
      call.endedAt,
      call.businessResult,
      call.callId,
    ]),
  );
