// `campana vdn` and `campana key`: the tenant, its settings, its access keys.
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { openAction, part, type SharedOptions, type Surroundings, shared, wholeNumber } from '../command.ts';
import { WrongUse } from '../failure.ts';
import { list, table } from '../output.ts';
import { cell, field, items } from '../read.ts';

export function addTenantCommands(program: Command, surroundings: Surroundings): void {
  const vdn = program.command('vdn').description('the tenant: its settings; further tenants');
  shared(vdn.command('show'))
    .description('show the tenant and its settings')
    .action(async (options: SharedOptions) => {
      const { client, home, show } = openAction(surroundings, options);
      show(await client.send('GET', home), writeVdn);
    });
  shared(vdn.command('set'))
    .description('change settings, for example: campana vdn set timeZone=Asia/Shanghai noticePushesMax=3')
    .argument('<setting=value...>', 'a list is written with commas; name=… changes the name')
    .action(async (texts: string[], options: SharedOptions) => {
      const { client, home, show } = openAction(surroundings, options);
      show(await client.send('PATCH', home, readSettings(texts)), writeVdn);
    });
  shared(vdn.command('create'))
    .description('make a further tenant (with a key of VDN 1); tells its access key and administrator once')
    .argument('<id>', '1 to 9999')
    .argument('<name>')
    .option('--administrator <user>', 'name of its first administrator', 'admin')
    .action(async (idText: string, name: string, options: SharedOptions & { administrator: string }) => {
      const id = wholeNumber('id', idText, 1, 9999);
      const { client, show } = openAction(surroundings, options);
      const password = randomBytes(12).toString('base64url');
      const administrator = { name: options.administrator, password };
      const made = await client.send('POST', '/api/v1/vdns', { id, name, administrator });
      show({ ...(made as object), administrator }, (answer) =>
        list([
          ['VDN', id],
          ['access key', cell(answer, 'accessKey.ak')],
          ['secret key', cell(answer, 'accessKey.secret')],
          ['user', administrator.name],
          ['password', password],
        ]),
      );
    });

  const key = program.command('key').description('access keys of the tenant');
  shared(key.command('list'))
    .description('list all keys, without their secrets')
    .action(async (options: SharedOptions) => {
      const { client, home, show } = openAction(surroundings, options);
      show(await client.send('GET', `${home}/access-keys`), (answer) =>
        table(
          ['ACCESS KEY', 'DESCRIPTION', 'MADE', 'REVOKED'],
          items(answer, 'items').map((one) => [
            cell(one, 'ak'),
            cell(one, 'description'),
            cell(one, 'createdAt'),
            cell(one, 'revokedAt'),
          ]),
        ),
      );
    });
  shared(key.command('create'))
    .description('make a key; its secret is told here and never again')
    .argument('<description>', 'who uses it, for what')
    .action(async (description: string, options: SharedOptions) => {
      const { client, home, show } = openAction(surroundings, options);
      show(await client.send('POST', `${home}/access-keys`, { description }), (answer) =>
        list([
          ['access key', cell(answer, 'ak')],
          ['secret key', cell(answer, 'secret')],
        ]),
      );
    });
  shared(key.command('revoke'))
    .description('revoke a key; it is refused within three seconds')
    .argument('<access-key>')
    .action(async (ak: string, options: SharedOptions) => {
      const { client, home, show } = openAction(surroundings, options);
      show(await client.send('DELETE', `${home}/access-keys/${part(ak)}`), () => `The key ${ak} is revoked.`);
    });
}

function writeVdn(answer: unknown): string {
  const settings = field(answer, 'settings');
  const pairs = typeof settings === 'object' && settings !== null ? Object.entries(settings) : [];
  return list([
    ['id', cell(answer, 'id')],
    ['name', cell(answer, 'name')],
    ...pairs.map(([name, value]): [string, string] => [
      name,
      Array.isArray(value) ? value.join(',') || '(empty)' : String(value),
    ]),
  ]);
}

const lists = new Set(['callbackTrustlist', 'allowedPrefixes', 'maskedFor']);
/** Texts that may look like numbers; none at all is written as nothing: `abandonmentFlowCode=`. */
const texts = new Set(['abandonmentFlowCode']);

/** `name=value` texts as the body of the change; a number is sent as one. */
function readSettings(given: readonly string[]): { name?: string; settings?: Record<string, unknown> } {
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
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  };
}
