// `campana campaign`: the contract's own interfaces for people, with what /api/v1 adds: a dry run of a
// change, the history, and the way back. A body is a JSON file; `-` is standard input.
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { dryRun, getRevisions, rollbackCampaign } from '../../api/routes/changes.ts';
import { contractPath, openAction, part, type SharedOptions, type Surroundings, shared } from '../command.ts';
import { WrongUse } from '../failure.ts';
import { table } from '../output.ts';
import { cell, field, items } from '../read.ts';
import { addCallsCommand } from './calls.ts';
import { addHandlingCommand } from './handling.ts';
import { campaignId, writeChanges } from './oneCampaign.ts';
import { addPacingCommand } from './pacing.ts';
import { addRedialCommand } from './redial.ts';

const statuses = ['', 'draft', 'started', 'paused', 'ended'];
export function addCampaignCommands(program: Command, surroundings: Surroundings): void {
  const campaign = program.command('campaign').description('campaigns: list, add, change, run');
  addLooking(campaign, surroundings);
  addChanging(campaign, surroundings);
  addHistory(campaign, surroundings);
  addPacingCommand(campaign, surroundings);
  addHandlingCommand(campaign, surroundings);
  addCallsCommand(campaign, surroundings);
  addRedialCommand(campaign, surroundings);
}

function addLooking(campaign: Command, surroundings: Surroundings): void {
  shared(campaign.command('list'))
    .description('list all campaigns that are not deleted')
    .option('--name <text>', 'only those whose name contains this text')
    .action(async (options: SharedOptions & { name?: string }) => {
      const { client, show } = openAction(surroundings, options);
      const name = options.name === undefined ? '' : `&name=${part(options.name)}`;
      const found: unknown[] = [];
      for (let page = 1, total = 1; found.length < total; page += 1) {
        const query = `status=0&deviceType=0&curPage=${page}&rowsPerPage=100${name}`;
        const answer = await client.send('GET', `${contractPath(client)}?${query}`);
        const data = items(answer, 'data');
        found.push(...data);
        total = data.length === 0 ? 0 : Number(field(answer, 'totalSize'));
      }
      show({ data: found }, (answer) =>
        table(
          ['ID', 'NAME', 'STATE', 'TYPE', 'BEGIN', 'END', 'CALLER'],
          items(answer, 'data').map((one) => [
            cell(one, 'id'),
            cell(one, 'name'),
            statuses[Number(field(one, 'status'))] ?? cell(one, 'status'),
            cell(one, 'deviceType'),
            cell(one, 'strBeginTime'),
            cell(one, 'strEndTime'),
            cell(one, 'callerNo'),
          ]),
        ),
      );
    });
  shared(campaign.command('show'))
    .description('show a campaign; its JSON can be changed and given to `campaign modify`')
    .argument('<campaign>', 'its id')
    .action(async (idText: string, options: SharedOptions) => {
      const { client, output } = openAction(surroundings, options);
      const answer = await client.send('GET', `${contractPath(client)}/${campaignId(idText)}`);
      output.line(JSON.stringify(field(answer, 'returnObject'), null, 2));
    });
}

function addChanging(campaign: Command, surroundings: Surroundings): void {
  shared(campaign.command('add'))
    .description('add a campaign')
    .argument('<file>', 'JSON body as the contract has it; - for standard input')
    .action(async (file: string, options: SharedOptions) => {
      const body = readBody(file);
      const { client, show } = openAction(surroundings, options);
      show(
        await client.send('POST', contractPath(client), body),
        (answer) => `Campaign ${cell(answer, 'returnObject.id')} is added.`,
      );
    });
  shared(campaign.command('modify'))
    .description('change a campaign, also while it runs: the next beat works with the change')
    .argument('<campaign>')
    .argument('<file>', 'JSON body as the contract has it; - for standard input')
    .option('--dry-run', 'only show what would change and what could be called then')
    .action(async (idText: string, file: string, options: SharedOptions & { dryRun?: boolean }) => {
      const [id, body] = [campaignId(idText), readBody(file)];
      const { client, vdn, show } = openAction(surroundings, options);
      if (options.dryRun) show(await client.ask(dryRun, { params: { ...vdn, id }, body }), writeChanges);
      else
        show(
          await client.send('PUT', `${contractPath(client)}/${id}`, body),
          () => `Campaign ${id} is changed.`,
        );
    });
  for (const [name, description, said] of [
    ['pause', 'stop placing calls; calls in progress continue', 'is paused'],
    ['resume', 'continue after a pause, or start a draft', 'goes on'],
  ] as const)
    shared(campaign.command(name))
      .description(description)
      .argument('<campaign>')
      .action(async (idText: string, options: SharedOptions) => {
        const id = campaignId(idText);
        const { client, show } = openAction(surroundings, options);
        show(
          await client.send('PUT', `${contractPath(client)}/${id}/${name}`),
          () => `Campaign ${id} ${said}.`,
        );
      });
  shared(campaign.command('delete'))
    .description('delete a campaign that is not started')
    .argument('<campaign>')
    .option('--archive', 'keep its numbers and results as history')
    .action(async (idText: string, options: SharedOptions & { archive?: boolean }) => {
      const id = campaignId(idText);
      const { client, show } = openAction(surroundings, options);
      const body = { archiveHistory: options.archive ? 1 : 0 };
      show(
        await client.send('DELETE', `${contractPath(client)}/${id}`, body),
        () => `Campaign ${id} is deleted.`,
      );
    });
}

function addHistory(campaign: Command, surroundings: Surroundings): void {
  shared(campaign.command('history'))
    .description('list the revisions: who changed what, and since which beat it is in effect')
    .argument('<campaign>')
    .action(async (idText: string, options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      const params = { ...vdn, id: campaignId(idText) };
      show(await client.ask(getRevisions, { params }), (answer) =>
        table(
          ['REVISION', 'AT', 'BY', 'ACTION', 'EFFECTIVE', 'CHANGED'],
          answer.items.map(({ revision, at, actor, action, effectiveAt, changes }) => [
            revision,
            at,
            actor,
            action,
            effectiveAt,
            changes.map(({ path }) => path).join(' '),
          ]),
        ),
      );
    });
  shared(campaign.command('rollback'))
    .description('undo the last change in one step, as a new revision')
    .argument('<campaign>')
    .action(async (idText: string, options: SharedOptions) => {
      const id = campaignId(idText);
      const { client, vdn, show } = openAction(surroundings, options);
      const params = { ...vdn, id };
      show(
        await client.ask(rollbackCampaign, { params, body: {} }),
        ({ revision }) => `Campaign ${id} is as it was before; this is revision ${revision}.`,
      );
    });
}

/** The JSON of a file or of standard input. */
function readBody(file: string): object {
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new WrongUse(`file: ${file} cannot be read (${error instanceof Error ? error.message : error}).`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WrongUse(`file: ${file} is not JSON (${error instanceof Error ? error.message : error}).`);
  }
}
