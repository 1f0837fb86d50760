// `campana agent sign-in`, `ready`, `break`, `sign-out` and `watch`: an agent's day from the command line,
// for whoever tries things out or helps somebody whose application has gone.
import type { Command } from 'commander';
import { instantOfWall } from '../../core/zone.ts';
import { type Action, openAction, part, type SharedOptions, type Surroundings, shared } from '../command.ts';
import { WrongUse } from '../failure.ts';
import { type Cell, table } from '../output.ts';
import { cell, field, items } from '../read.ts';

/** Adds the commands below `agent`. */
export function addAgentWorkCommands(agent: Command, surroundings: Surroundings): void {
  shared(agent.command('sign-in'))
    .description('sign an agent in; on a break until ready')
    .argument('<agent>')
    .option('--until <time>', 'when the agent means to leave, local time "yyyy-MM-dd HH:mm:ss"')
    .action(async (id: string, options: SharedOptions & { until?: string }) => {
      const action = openAction(surroundings, options);
      const body =
        options.until === undefined ? {} : { signOffAt: await instantOf(action, '--until', options.until) };
      await ask(action, id, 'sign-in', body);
    });
  for (const [name, description] of [
    ['ready', 'be ready for calls'],
    ['sign-out', 'sign an agent out; who is busy finishes the call and its wrap-up first'],
  ] as const)
    shared(agent.command(name))
      .description(description)
      .argument('<agent>')
      .action(async (id: string, options: SharedOptions) => {
        await ask(openAction(surroundings, options), id, name, {});
      });
  shared(agent.command('break'))
    .description('take a break; who is busy finishes the call and its wrap-up first')
    .argument('<agent>')
    .argument('<reason>', 'such as lunch')
    .action(async (id: string, reason: string, options: SharedOptions) => {
      await ask(openAction(surroundings, options), id, 'break', { reason });
    });
  shared(agent.command('watch'))
    .description('follow an agent’s state until Ctrl-C')
    .argument('<agent>')
    .option('--alive', 'stand in for the agent’s application, so that the agent does not count as gone')
    .action(async (id: string, options: SharedOptions & { alive?: boolean }) => {
      const { client, home, output } = openAction(surroundings, options);
      const path = `${home}/agents/${part(id)}`;
      // What refuses this would refuse the stream, which could not say why.
      await client.send('GET', `${path}/work`);
      await client.follow(
        `${path}/stream${options.alive ? '' : '?observe=yes'}`,
        (frame) => {
          if (options.json) output.line(JSON.stringify(frame));
          else
            output.line(
              field(frame, 'type') === 'agent' ? writeChange(field(frame, 'agent')) : writeProblem(frame),
            );
        },
        surroundings.signal,
      );
    });
}

/** `agent list --working`: everybody who is signed in. */
export async function listWorking(action: Action, skillId: number | null): Promise<void> {
  const { client, home, show } = action;
  const skill = skillId === null ? '' : `&skillId=${skillId}`;
  const found: unknown[] = [];
  for (let after: unknown = ''; typeof after === 'string'; ) {
    const page = await client.send('GET', `${home}/agents/work?limit=500&after=${part(after)}${skill}`);
    found.push(...items(page, 'items'));
    after = field(page, 'next');
  }
  show({ items: found }, (answer) =>
    table(
      ['ID', 'STATUS', 'STATE', 'REACHABLE', 'SINCE', 'CAMPAIGN', 'CALLED', 'SKILLS'],
      items(answer, 'items').map((one) => [
        cell(one, 'id'),
        cell(one, 'status'),
        cell(one, 'state'),
        field(one, 'isReachable') === false ? 'no' : 'yes',
        cell(one, 'since'),
        cell(one, 'campaignId'),
        cell(one, 'called'),
        items(one, 'skills')
          .map((skill) => `${cell(skill, 'skillId')}:${cell(skill, 'priority')}`)
          .join(' '),
      ]),
    ),
  );
}

async function ask({ client, home, show }: Action, id: string, command: string, body: object): Promise<void> {
  const answer = await client.send('POST', `${home}/agents/${part(id)}/work/${command}`, body);
  show(answer, writeStanding);
}

const writeStanding = (agent: unknown): string => {
  const reason = cell(agent, 'breakReason');
  const status = `${spoken(cell(agent, 'status'))}${reason === null ? '' : ` (${reason})`}`;
  return `Agent ${cell(agent, 'id')} is ${status}, ${spoken(cell(agent, 'state'))}.`;
};

/** The interface's words as a person would say them. */
const spoken = (word: Cell): string => words.get(word) ?? String(word);

const words = new Map<Cell, string>([
  ['onBreak', 'on break'],
  ['signedOut', 'signed out'],
  ['wrapUp', 'in wrap-up'],
]);

function writeChange(agent: unknown): string {
  const called = cell(agent, 'called') ?? cell(agent, 'offer.called');
  const about = called === null ? '' : `, ${called} of campaign ${cell(agent, 'campaignId')}`;
  return `${cell(agent, 'since') ?? '-'}  ${writeStanding(agent).slice(0, -1)}${about}.`;
}

const writeProblem = (frame: unknown): string =>
  String(cell(frame, 'problem.detail') ?? JSON.stringify(frame));

/** The instant, as ISO 8601, of a wall time of the VDN. */
export async function instantOf({ client, home }: Action, option: string, wall: string): Promise<string> {
  const zone = field(await client.send('GET', home), 'settings.timeZone');
  const at = instantOfWall(wall, typeof zone === 'string' ? zone : 'UTC');
  if (at === null) throw new WrongUse(`${option}: expected a time as yyyy-MM-dd HH:mm:ss, received ${wall}.`);
  return new Date(at).toISOString();
}
