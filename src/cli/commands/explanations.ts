// `campana explain` shows why a campaign dials or a number is called, or why not; `campana notices` shows
// the delivery of results and sends undelivered ones again.
import type { Command } from 'commander';
import { getNotices, resendNotices } from '../../api/calls.ts';
import { openAction, part, type SharedOptions, type Surroundings, shared, wholeNumber } from '../command.ts';
import { WrongUse } from '../failure.ts';
import { list, table } from '../output.ts';
import { cell, field, items } from '../read.ts';
import { campaignId } from './oneCampaign.ts';
import { explainBeat } from './pacing.ts';

interface ExplainOptions extends SharedOptions {
  readonly at?: string;
  readonly dials?: string;
}

export function addExplanationCommands(program: Command, surroundings: Surroundings): void {
  shared(program.command('explain'))
    .description('show why a campaign dials or does not; with a number, why that number is or is not called')
    .argument('<campaign>')
    .argument('[number]', 'a called number, or its 19-digit id')
    .option(
      '--at <time>',
      'campaigns with agents: why that beat placed its number of calls, local time "yyyy-MM-dd HH:mm:ss"',
    )
    .option('--dials <count>', 'with --at: and why not so many')
    .action(async (idText: string, number: string | undefined, options: ExplainOptions) => {
      const id = campaignId(idText);
      const { at, dials } = options;
      if (dials !== undefined && at === undefined) throw new WrongUse('--dials needs --at.');
      if (at !== undefined && number !== undefined)
        throw new WrongUse('--at explains the campaign, not a number: give only one of them.');
      if (at !== undefined)
        return explainBeat(openAction(surroundings, options), id, {
          at,
          ...(dials === undefined ? {} : { dials }),
        });
      if (number !== undefined && !/^[\d*#]{1,24}$/.test(number))
        throw new WrongUse(`number: expected up to 24 of 0-9 * #, received ${JSON.stringify(number)}.`);
      const { client, home, show } = openAction(surroundings, options);
      const path = `${home}/campaigns/${id}`;
      const isId = number !== undefined && /^\d{19}$/.test(number);
      const answer = await client.send(
        'GET',
        number === undefined
          ? `${path}/explain`
          : isId
            ? `${path}/contacts/${number}/explain`
            : `${path}/explain?called=${part(number)}`,
      );
      show(answer, number === undefined ? writeCampaign : writeContact);
    });
  addNoticeCommands(
    program.command('notices').description('delivery of results to callBackUrl'),
    surroundings,
  );
}

function addNoticeCommands(notices: Command, surroundings: Surroundings): void {
  shared(notices.command('show'))
    .description('show the state of a campaign’s delivery, and what could not be delivered')
    .argument('<campaign>')
    .action(async (idText: string, options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      const params = { ...vdn, id: campaignId(idText) };
      show(await client.ask(getNotices, { params, query: { limit: 500 } }), ({ items, ...state }) => {
        const text = list(Object.entries(state));
        const heads = ['SEQUENCE', 'UNDELIVERED', 'CALL', 'BECAUSE'];
        const rows = items.map((one) => [one.sequence, one.undeliveredAt, one.callId, one.because]);
        return items.length === 0 ? text : `${text}\n\n${table(heads, rows)}`;
      });
    });
  shared(notices.command('resend'))
    .description('send undelivered notices again')
    .argument('<campaign>')
    .option('--from <sequence>', 'the first one', '1')
    .option('--to <sequence>', 'the last one', String(Number.MAX_SAFE_INTEGER))
    .action(async (idText: string, options: SharedOptions & { from: string; to: string }) => {
      const id = campaignId(idText);
      const body = {
        fromSequence: String(wholeNumber('--from', options.from, 1, Number.MAX_SAFE_INTEGER)),
        toSequence: String(wholeNumber('--to', options.to, 1, Number.MAX_SAFE_INTEGER)),
      };
      const { client, vdn, show } = openAction(surroundings, options);
      show(
        await client.ask(resendNotices, { params: { ...vdn, id }, body }),
        ({ resent }) => `${resent} notices are sent again.`,
      );
    });
}

function writeCampaign(answer: unknown): string {
  const nextAt = cell(answer, 'nextAt');
  const isDialing = field(answer, 'dialing') === true;
  const because = cell(answer, 'because');
  // A beat without a call is dialing too, while a pace makes it wait: the next one may place some.
  const waitsFor = items(answer, 'gates')
    .filter((gate) => field(gate, 'passed') === false)
    .map(waitOf)
    .find((wait) => wait !== undefined);
  const sentence =
    isDialing && cell(answer, 'callsThisBeat') === 0 && waitsFor !== undefined
      ? `The campaign dials; a beat at this moment places no call: ${waitsFor}.`
      : isDialing
        ? `The campaign dials: ${calls(answer)} on a beat of ${cell(answer, 'beatSeconds')} s.`
        : `The campaign does not dial: the gate "${because}" is closed. ${
            nextAt === null
              ? 'Time alone will not open it.'
              : `If only time passes, the next call is placed at ${nextAt}.`
          }`;
  return `${sentence}\n\n${writeGates(answer)}`;
}

function waitOf(gate: unknown): string | undefined {
  if (cell(gate, 'gate') === 'carrierBudget')
    return 'its share of the carrier does not reach a whole call yet';
  if (cell(gate, 'gate') !== 'pacing') return undefined;
  return String(cell(gate, 'value.reason') ?? 'the next portion is not due yet');
}

const calls = (answer: unknown): string => {
  const count = cell(answer, 'callsThisBeat');
  return `${count} ${count === 1 ? 'call' : 'calls'}`;
};

function writeContact(answer: unknown): string {
  const contact = field(answer, 'contact');
  const because = cell(answer, 'because');
  const names = typeof contact === 'object' && contact !== null ? Object.keys(contact) : [];
  const sentence =
    field(answer, 'callable') === true
      ? 'The number can be called when its turn comes.'
      : `The number cannot be called now: the gate "${because}" is closed.`;
  return `${sentence}\n\n${list(names.map((name) => [name, cell(contact, name)]))}\n\n${writeGates(answer)}`;
}

const writeGates = (answer: unknown): string =>
  table(
    ['GATE', 'OPEN', 'BECAUSE', 'OPENS BY ITSELF'],
    items(answer, 'gates').map((gate) => [
      cell(gate, 'gate'),
      field(gate, 'passed') === true ? 'yes' : 'no',
      pairs(field(gate, 'value')),
      field(gate, 'passed') === true ? '' : (cell(gate, 'nextAt') ?? 'no'),
    ]),
  );

const pairs = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, inner]) => `${name} ${inner ?? '-'}`)
        .join(', ')
    : String(value ?? '');
