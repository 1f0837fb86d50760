// `campana campaign handling`: how a campaign's calls are handled, beside the contract.
import type { Command } from 'commander';
import type { BodyOf } from '../../api/route.ts';
import { getCampaign } from '../../api/routes/campaigns.ts';
import { handlingDryRun, patchHandling } from '../../api/routes/changes.ts';
import type { CallHandling } from '../../core/handling.ts';
import { openAction, type SharedOptions, type Surroundings, shared, wholeNumber } from '../command.ts';
import { WrongUse } from '../failure.ts';
import { list } from '../output.ts';
import { campaignId, writeChanges } from './oneCampaign.ts';

const reactions = ['hangUp', 'leaveMessage', 'passOn'] as const;
const detections = [...reactions, 'off'] as const;
const switches = ['on', 'off'] as const;

interface HandlingOptions extends SharedOptions {
  readonly weight?: string;
  readonly announcement?: string;
  readonly detect?: string;
  readonly unsure?: string;
  readonly message?: string;
  readonly record?: string;
  readonly dryRun?: boolean;
}

/** Adds `handling` below `campaign`. */
export function addHandlingCommand(campaign: Command, surroundings: Surroundings): void {
  shared(campaign.command('handling'))
    .description('show or change how calls are handled; a change takes effect with the next beat')
    .argument('<campaign>')
    .option(
      '--weight <number>',
      '1 to 100: its share when campaigns want more calls than the gateways can take',
    )
    .option(
      '--announcement <flow>',
      'the flow that a person hears when no agent is there; none: the tenant’s',
    )
    .option(
      '--detect <reaction>',
      'what to do with a machine: hangUp, leaveMessage, passOn; off: no detection',
    )
    .option('--unsure <reaction>', 'the same when the detection is not sure (default: passOn)')
    .option('--message <flow>', 'what leaveMessage plays')
    .option('--record <on|off>', 'whether calls are recorded')
    .option('--dry-run', 'only show what would change')
    .action(async (idText: string, options: HandlingOptions) => {
      const [id, patch] = [campaignId(idText), readPatch(options)];
      const { client, vdn, show } = openAction(surroundings, options);
      const params = { ...vdn, id };
      if (Object.keys(patch).length === 0)
        show((await client.ask(getCampaign, { params })).handling, writeHandling);
      else if (options.dryRun) show(await client.ask(handlingDryRun, { params, body: patch }), writeChanges);
      else
        show(await client.ask(patchHandling, { params, body: patch }), ({ handling }) =>
          writeHandling(handling),
        );
    });
}

type Patch = BodyOf<typeof handlingDryRun>;

function readPatch(options: HandlingOptions): Patch {
  const { weight, announcement, record } = options;
  const machineDetection = readDetection(options);
  return {
    ...(weight === undefined ? {} : { weight: wholeNumber('--weight', weight, 1, 100) }),
    ...(announcement === undefined
      ? {}
      : { abandonmentFlowCode: announcement === 'none' ? null : announcement }),
    ...(machineDetection === undefined ? {} : { machineDetection }),
    ...(record === undefined ? {} : { recording: oneOf('--record', record, switches) === 'on' }),
  };
}

/** Undefined: nothing was said of it. */
function readDetection(options: HandlingOptions): Patch['machineDetection'] {
  const { detect, unsure, message } = options;
  const machine = detect === undefined ? undefined : oneOf('--detect', detect, detections);
  if (machine === 'off') {
    if (unsure !== undefined || message !== undefined)
      throw new WrongUse('--detect off: --unsure and --message need a detection that is on.');
    return null;
  }
  if (detect === undefined && unsure === undefined && message === undefined) return undefined;
  return {
    ...(machine === undefined ? {} : { machine }),
    ...(unsure === undefined ? {} : { unsure: oneOf('--unsure', unsure, reactions) }),
    ...(message === undefined ? {} : { messageFlowCode: message }),
  };
}

function oneOf<Value extends string>(name: string, text: string, values: readonly Value[]): Value {
  const value = values.find((one) => one === text);
  if (value === undefined)
    throw new WrongUse(`${name}: expected ${values.join(', ')}, received ${JSON.stringify(text)}.`);
  return value;
}

function writeHandling(handling: CallHandling): string {
  const { weight, abandonmentFlowCode, machineDetection: detection, recording } = handling;
  return list([
    ['weight', weight],
    ['announcement', abandonmentFlowCode ?? 'the tenant’s'],
    ['a machine', detection === null ? 'is not looked for' : detection.machine],
    ...(detection === null
      ? []
      : ([
          ['unsure', detection.unsure],
          ['message', detection.messageFlowCode],
        ] as const)),
    ['recording', recording ? 'on' : 'off'],
  ]);
}
