// `campana explain` shows why a campaign dials or a number is called, or why not; `campana notices` shows
// the delivery of results and sends undelivered ones again.
import type { Command } from 'commander';
import type { AnswerOf } from '../../api/route.ts';
import { getNotices, resendNotices } from '../../api/routes/calls.ts';
import {
  type CampaignExplained,
  type ContactExplained,
  getContactExplain,
  getExplain,
  type ToldGate,
} from '../../api/routes/explain.ts';
import { openAction, type SharedOptions, type Surroundings, shared, wholeNumber } from '../command.ts';
import { WrongUse } from '../failure.ts';
import { list, table } from '../output.ts';
import { instantOf } from './agentWork.ts';
import { campaignId } from './oneCampaign.ts';
import { writeBeat } from './pacing.ts';

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
      if (number !== undefined && !/^[\d*#]{1,24}$/.test(number))
        throw new WrongUse(`number: expected up to 24 of 0-9 * #, received ${JSON.stringify(number)}.`);
      const action = openAction(surroundings, options);
      const { client, show } = action;
      const params = { ...action.vdn, id };
      if (number !== undefined && /^\d{19}$/.test(number))
        return show(
          await client.ask(getContactExplain, { params: { ...params, dataId: number } }),
          writeContact,
        );
      const query = {
        ...(number === undefined ? {} : { called: number }),
        ...(at === undefined ? {} : { at: await instantOf(action, '--at', at) }),
        ...(dials === undefined ? {} : { dials: wholeNumber('--dials', dials, 0, 99_999) }),
      };
      show(await client.ask(getExplain, { params, query }), writeExplained);
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

function writeExplained(answer: AnswerOf<typeof getExplain>): string {
  if ('contact' in answer) return writeContact(answer);
  return 'dialing' in answer ? writeCampaign(answer) : writeBeat(answer);
}

function writeCampaign(answer: CampaignExplained): string {
  const { dialing, because, nextAt, callsThisBeat, beatSeconds } = answer;
  // A beat without a call is dialing too, while a pace makes it wait: the next one may place some.
  const waitsFor = answer.gates
    .filter(({ passed }) => !passed)
    .map(waitOf)
    .find((wait) => wait !== undefined);
  const sentence =
    dialing && callsThisBeat === 0 && waitsFor !== undefined
      ? `The campaign dials; a beat at this moment places no call: ${waitsFor}.`
      : dialing
        ? `The campaign dials: ${calls(callsThisBeat)} on a beat of ${beatSeconds} s.`
        : `The campaign does not dial: the gate "${because}" is closed. ${
            nextAt === null
              ? 'Time alone will not open it.'
              : `If only time passes, the next call is placed at ${nextAt}.`
          }`;
  return `${sentence}\n\n${writeGates(answer)}`;
}

function waitOf({ gate, value }: ToldGate): string | undefined {
  if (gate === 'carrierBudget') return 'its share of the carrier does not reach a whole call yet';
  if (gate !== 'pacing') return undefined;
  return 'reason' in value ? value.reason : 'the next portion is not due yet';
}

const calls = (count: number): string => `${count} ${count === 1 ? 'call' : 'calls'}`;

function writeContact(answer: ContactExplained): string {
  const sentence = answer.callable
    ? 'The number can be called when its turn comes.'
    : `The number cannot be called now: the gate "${answer.because}" is closed.`;
  return `${sentence}\n\n${list(Object.entries(answer.contact))}\n\n${writeGates(answer)}`;
}

const writeGates = ({ gates }: { readonly gates: readonly ToldGate[] }): string =>
  table(
    ['GATE', 'OPEN', 'BECAUSE', 'OPENS BY ITSELF'],
    gates.map(({ gate, passed, value, nextAt }) => [
      gate,
      passed ? 'yes' : 'no',
      pairs(value),
      passed ? '' : (nextAt ?? 'no'),
    ]),
  );

const pairs = (value: ToldGate['value']): string =>
  Object.entries(value)
    .map(([name, inner]) => `${name} ${inner ?? '-'}`)
    .join(', ');
