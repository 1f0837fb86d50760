// `campana gateways` shows what all tenants share; it needs a key of VDN 1.
import type { Command } from 'commander';
import { type Gateway, getGateways } from '../../api/routes/system.ts';
import { openAction, type SharedOptions, type Surroundings, shared } from '../command.ts';
import { table } from '../output.ts';

export function addSystemCommands(program: Command, surroundings: Surroundings): void {
  shared(program.command('gateways'))
    .description('show the state of the gateways (with a key of VDN 1)')
    .action(async (options: SharedOptions) => {
      const { client, show } = openAction(surroundings, options);
      show(await client.ask(getGateways, {}), writeGateways);
    });
}

const writeGateways = ({ items }: { readonly items: readonly Gateway[] }): string =>
  table(
    ['GATEWAY', 'UP', 'CHANNELS', 'OF', 'CALLS A SECOND', 'AGENTS', 'WHY NOT'],
    items.map((gateway) => [
      gateway.name,
      gateway.isUp ? 'yes' : 'no',
      gateway.channels,
      gateway.channelsMax,
      gateway.callsPerSecondMax,
      gateway.servesAgents ? 'yes' : 'no',
      gateway.trouble?.sentence ?? '',
    ]),
  );
