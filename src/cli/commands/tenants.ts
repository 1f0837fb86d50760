// `campana vdn` and `campana key`: the tenant, its settings, its access keys.
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import type { BodyOf } from '../../api/route.ts';
import { deleteAccessKey, getAccessKeys, postAccessKey } from '../../api/routes/users.ts';
import { getVdn, patchVdn, postVdn, type Vdn } from '../../api/routes/vdns.ts';
import { openAction, type SharedOptions, type Surroundings, shared, wholeNumber } from '../command.ts';
import { WrongUse } from '../failure.ts';
import { list, table } from '../output.ts';

export function addTenantCommands(program: Command, surroundings: Surroundings): void {
  const vdn = program.command('vdn').description('the tenant: its settings; further tenants');
  shared(vdn.command('show'))
    .description('show the tenant and its settings')
    .action(async (options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      show(await client.ask(getVdn, { params: vdn }), writeVdn);
    });
  shared(vdn.command('set'))
    .description('change settings, for example: npx campana vdn set timeZone=Asia/Shanghai noticePushesMax=3')
    .argument('<setting=value...>', 'a list is written with commas; name=… changes the name')
    .action(async (texts: string[], options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      show(await client.ask(patchVdn, { params: vdn, body: readSettings(texts) }), writeVdn);
    });
  shared(vdn.command('create'))
    .description('add another tenant (with a key of VDN 1); shows its access key and administrator once')
    .argument('<id>', '1 to 9999')
    .argument('<name>')
    .option('--administrator <user>', 'name of its first administrator', 'admin')
    .action(async (idText: string, name: string, options: SharedOptions & { administrator: string }) => {
      const id = wholeNumber('id', idText, 1, 9999);
      const { client, show } = openAction(surroundings, options);
      const password = randomBytes(12).toString('base64url');
      const administrator = { name: options.administrator, password };
      const made = await client.ask(postVdn, { body: { id, name, administrator } });
      show({ ...made, administrator }, ({ accessKey }) =>
        list([
          ['VDN', id],
          ['access key', accessKey.ak],
          ['secret key', accessKey.secret],
          ['user', administrator.name],
          ['password', password],
        ]),
      );
    });

  const key = program.command('key').description('access keys of the tenant');
  shared(key.command('list'))
    .description('list all keys, without their secrets')
    .action(async (options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      show(await client.ask(getAccessKeys, { params: vdn }), ({ items }) =>
        table(
          ['ACCESS KEY', 'DESCRIPTION', 'MADE', 'REVOKED'],
          items.map(({ ak, description, createdAt, revokedAt }) => [ak, description, createdAt, revokedAt]),
        ),
      );
    });
  shared(key.command('create'))
    .description('create a key; shows its secret only now')
    .argument('<description>', 'which software uses it, and why')
    .action(async (description: string, options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      show(await client.ask(postAccessKey, { params: vdn, body: { description } }), ({ ak, secret }) =>
        list([
          ['access key', ak],
          ['secret key', secret],
        ]),
      );
    });
  shared(key.command('revoke'))
    .description('revoke a key; it is refused within three seconds')
    .argument('<access-key>')
    .action(async (ak: string, options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      show(await client.ask(deleteAccessKey, { params: { ...vdn, ak } }), () => `The key ${ak} is revoked.`);
    });
}

const writeVdn = ({ id, name, settings }: Vdn): string =>
  list([
    ['id', id],
    ['name', name],
    ...Object.entries(settings).map(([setting, value]): [string, string] => [
      setting,
      Array.isArray(value) ? value.join(',') || '(empty)' : String(value),
    ]),
  ]);

type NewSettings = NonNullable<BodyOf<typeof patchVdn>['settings']>;

const lists = new Set(['callbackTrustlist', 'allowedPrefixes', 'maskedFor']);
/** Texts that may look like numbers; none at all is written as nothing: `abandonmentFlowCode=`. */
const texts = new Set(['abandonmentFlowCode']);

/** `name=value` texts as the body of the change; a number is sent as one. */
function readSettings(given: readonly string[]): BodyOf<typeof patchVdn> {
  let name: string | undefined;
  const settings: Record<string, unknown> = {};
  for (const text of given) {
    const [, setting = '', value = ''] = /^([A-Za-z]+)=(.*)$/s.exec(text) ?? [];
    if (setting === '') throw new WrongUse(`Expected setting=value, received ${JSON.stringify(text)}.`);
    if (setting === 'name') name = value;
    else if (lists.has(setting)) settings[setting] = value.split(',').filter((item) => item !== '');
    else if (texts.has(setting)) settings[setting] = value === '' ? null : value;
    else settings[setting] = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  }
  return {
    ...(name === undefined ? {} : { name }),
    // Whatever was typed is sent: the server judges names and values.
    ...(Object.keys(settings).length === 0 ? {} : { settings: settings as NewSettings }),
  };
}
