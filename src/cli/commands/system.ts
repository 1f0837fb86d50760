// `campana gateways` shows what all tenants share; it needs a key of VDN 1.
import type { Command } from 'commander';
import { openAction, type SharedOptions, type Surroundings, shared } from '../command.ts';
import { table } from '../output.ts';
import { cell, field, items } from '../read.ts';

export function addSystemCommands(program: Command, surroundings: Surroundings): void {
  shared(program.command('gateways'))
    .description('show how the gateways stand (with a key of VDN 1)')
    .action(async (options: SharedOptions) => {
      const { client, show } = openAction(surroundings, options);
      show(await client.send('GET', '/api/v1/system/gateways'), writeGateways);
    });
}

const writeGateways = (answer: unknown): string =>
  table(
    ['GATEWAY', 'UP', 'CHANNELS', 'OF', 'CALLS A SECOND', 'AGENTS', 'WHY NOT'],
    items(answer, 'items').map((gateway) => [
      cell(gateway, 'name'),
      field(gateway, 'isUp') === true ? 'yes' : 'no',
      cell(gateway, 'channels'),
      cell(gateway, 'channelsMax'),
      cell(gateway, 'callsPerSecondMax'),
      field(gateway, 'servesAgents') === true ? 'yes' : 'no',
      cell(gateway, 'trouble.sentence') ?? '',
    ]),
  );
