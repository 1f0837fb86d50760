// `campana campaign calls`: the calls of a campaign, the newest first, those in flight among them.
import type { Command } from 'commander';
import { outcomes } from '../../core/outcome.ts';
import {
  type Action,
  openAction,
  part,
  type SharedOptions,
  type Surroundings,
  shared,
  wholeNumber,
} from '../command.ts';
import { WrongUse } from '../failure.ts';
import { table } from '../output.ts';
import { cell, field, items } from '../read.ts';
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
    .description('list calls, the newest first, those in flight among them; --json tells all of each')
    .argument('<campaign>')
    .option('--called <number>', 'only calls of this number')
    .option('--outcome <outcome>', `only those that ended so: ${outcomes.join(', ')}`)
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
      action.show({ items: await gather(action, `campaigns/${id}/calls?${asked}`, limit) }, writeCalls);
    });
}

async function readQuery(action: Action, options: CallsOptions): Promise<string> {
  const { called, outcome, agent, from, to } = options;
  const pairs = Object.entries({
    called,
    outcome,
    agentId: agent,
    from: from === undefined ? undefined : await instantOf(action, '--from', from),
    to: to === undefined ? undefined : await instantOf(action, '--to', to),
  });
  return pairs.map(([name, value]) => (value === undefined ? '' : `${name}=${part(value)}&`)).join('');
}

/** A page may be short, or empty, although more follow. */
async function gather({ client, home }: Action, path: string, limit: number): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let before: unknown = ''; typeof before === 'string' && found.length < limit; ) {
    const cursor = before === '' ? '' : `&before=${part(before)}`;
    const page = await client.send(
      'GET',
      `${home}/${path}limit=${Math.min(500, limit - found.length)}${cursor}`,
    );
    found.push(...items(page, 'items'));
    before = field(page, 'next');
  }
  return found;
}

const writeCalls = (answer: unknown): string =>
  table(
    ['BEGUN', 'CALLED', 'ATTEMPT', 'OUTCOME', 'CAUSE', 'AGENT', 'ENDED', 'RESULT', 'CALL'],
    items(answer, 'items').map((one) => [
      cell(one, 'claimedAt'),
      cell(one, 'called'),
      cell(one, 'attempt'),
      cell(one, 'outcome') ?? `(${cell(one, 'state')})`,
      cell(one, 'cause'),
      cell(one, 'agentId'),
      cell(one, 'endedAt'),
      cell(one, 'businessResult'),
      cell(one, 'callId'),
    ]),
  );
