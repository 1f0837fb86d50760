// `campana agent sign-in`, `ready`, `break`, `sign-out` and `watch`: an agent's day from the command line,
// for trials, and to help an agent whose application is down.
import type { Command } from 'commander';
import type { AnswerOf } from '../../api/route.ts';
import type { Agent } from '../../api/routes/agents.ts';
import { type AgentAtWork, agentCommands, getAllWork, getWork } from '../../api/routes/agentWork.ts';
import { type ErrorFrame, followAgent, type ToldBy } from '../../api/routes/streams.ts';
import { getVdn } from '../../api/routes/vdns.ts';
import { instantOfWall } from '../../core/zone.ts';
import { type Action, openAction, type SharedOptions, type Surroundings, shared } from '../command.ts';
import { WrongUse } from '../failure.ts';
import { table } from '../output.ts';

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
      const { client, vdn, show } = action;
      const params = { ...vdn, agentId: id };
      show(await client.ask(agentCommands.signIn, { params, body }), writeStanding);
    });
  for (const [name, description, command] of [
    ['ready', 'be ready for calls', agentCommands.ready],
    [
      'sign-out',
      'sign an agent out; a busy agent finishes the call and its wrap-up first',
      agentCommands.signOut,
    ],
  ] as const)
    shared(agent.command(name))
      .description(description)
      .argument('<agent>')
      .action(async (id: string, options: SharedOptions) => {
        const { client, vdn, show } = openAction(surroundings, options);
        show(await client.ask(command, { params: { ...vdn, agentId: id }, body: {} }), writeStanding);
      });
  shared(agent.command('break'))
    .description('take a break; a busy agent finishes the call and its wrap-up first')
    .argument('<agent>')
    .argument('<reason>', 'such as lunch')
    .action(async (id: string, reason: string, options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      const params = { ...vdn, agentId: id };
      show(await client.ask(agentCommands.break, { params, body: { reason } }), writeStanding);
    });
  shared(agent.command('watch'))
    .description('follow an agent’s state until Ctrl-C')
    .argument('<agent>')
    .option('--alive', 'give signs of life in place of the agent’s application')
    .action(async (id: string, options: SharedOptions & { alive?: boolean }) => {
      const { client, vdn, output } = openAction(surroundings, options);
      const params = { ...vdn, agentId: id };
      // What refuses this would refuse the stream, which could not say why.
      await client.ask(getWork, { params });
      await client.follow(
        followAgent,
        { params, query: options.alive ? {} : { observe: 'yes' } },
        (frame) => output.line(options.json ? JSON.stringify(frame) : writeFrame(frame)),
        surroundings.signal,
      );
    });
}

/** `agent list --working`: everybody who is signed in. */
export async function listWorking(
  { client, vdn, show }: Action,
  skill: { readonly skillId?: number },
): Promise<void> {
  const found: AgentAtWork[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const query = { limit: 500, after, ...skill };
    const page: AnswerOf<typeof getAllWork> = await client.ask(getAllWork, { params: vdn, query });
    found.push(...page.items);
    after = page.next;
  }
  show({ items: found }, ({ items }) =>
    table(
      ['ID', 'STATUS', 'STATE', 'REACHABLE', 'SINCE', 'CAMPAIGN', 'CALLED', 'SKILLS'],
      items.map(({ id, status, state, isReachable, since, campaignId, called, skills }) => [
        id,
        status,
        state,
        isReachable ? 'yes' : 'no',
        since,
        campaignId,
        called,
        skillsText(skills),
      ]),
    ),
  );
}

/** Such as `1:1 7:20`. */
export const skillsText = (skills: Agent['skills']): string =>
  skills.map(({ skillId, priority }) => `${skillId}:${priority}`).join(' ');

const writeStanding = ({ id, status, breakReason, state }: AgentAtWork): string => {
  const reason = breakReason === null ? '' : ` (${breakReason})`;
  return `Agent ${id} is ${spoken(status)}${reason}, ${spoken(state)}.`;
};

/** The interface's words as a person would say them. */
const spoken = (word: string): string => words.get(word) ?? word;

const words = new Map<string, string>([
  ['onBreak', 'on break'],
  ['signedOut', 'signed out'],
  ['wrapUp', 'in wrap-up'],
]);

function writeChange(agent: AgentAtWork): string {
  const called = agent.called ?? agent.offer?.called ?? null;
  const about = called === null ? '' : `, ${called} of campaign ${agent.campaignId}`;
  return `${agent.since ?? '-'}  ${writeStanding(agent).slice(0, -1)}${about}.`;
}

/** Nothing is asked on this stream, so no answer comes. */
const writeFrame = (frame: ToldBy<typeof followAgent> | ErrorFrame): string =>
  'agent' in frame ? writeChange(frame.agent) : frame.problem.detail;

/** The instant, as ISO 8601, of a wall time of the VDN. */
export async function instantOf({ client, vdn }: Action, option: string, wall: string): Promise<string> {
  const { settings } = await client.ask(getVdn, { params: vdn });
  const at = instantOfWall(wall, settings.timeZone);
  if (at === null) throw new WrongUse(`${option}: expected a time as yyyy-MM-dd HH:mm:ss, received ${wall}.`);
  return new Date(at).toISOString();
}
