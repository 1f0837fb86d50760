// `campana skill`, `campana agent` and `campana flow`: queues, agents, and what an IVR plays.
import type { Command } from 'commander';
import type { AnswerOf } from '../../api/route.ts';
import {
  type Agent,
  getAgents,
  getFlows,
  getSkillQueues,
  putAgent,
  putFlow,
  putSkillQueue,
  removeAgent,
  removeFlow,
  removeSkillQueue,
} from '../../api/routes/agents.ts';
import {
  type Action,
  openAction,
  type SharedOptions,
  type Surroundings,
  shared,
  wholeNumber,
} from '../command.ts';
import { table } from '../output.ts';
import { addAgentWorkCommands, listWorking, skillsText } from './agentWork.ts';

export function addPeopleCommands(program: Command, surroundings: Surroundings): void {
  addSkillCommands(program.command('skill').description('skill queues'), surroundings);
  addAgentCommands(
    program.command('agent').description('agents: their skills, and their work'),
    surroundings,
  );
  addFlowCommands(
    program.command('flow').description('IVR flows, by the code that deviceSign names'),
    surroundings,
  );
}

function addSkillCommands(skill: Command, surroundings: Surroundings): void {
  shared(skill.command('list'))
    .description('list all skill queues')
    .action(async (options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      show(await client.ask(getSkillQueues, { params: vdn }), ({ items }) =>
        table(
          ['ID', 'NAME'],
          items.map(({ id, name }) => [id, name]),
        ),
      );
    });
  shared(skill.command('set'))
    .description('add a skill queue, or rename it')
    .argument('<id>', '1 to 1000')
    .argument('<name>')
    .action(async (idText: string, name: string, options: SharedOptions) => {
      const id = wholeNumber('id', idText, 1, 1000);
      const { client, vdn, show } = openAction(surroundings, options);
      show(
        await client.ask(putSkillQueue, { params: { ...vdn, skillId: id }, body: { name } }),
        () => `Skill queue ${id} is "${name}".`,
      );
    });
  shared(skill.command('delete'))
    .description('delete a skill queue that nothing uses')
    .argument('<id>')
    .action(async (idText: string, options: SharedOptions) => {
      const id = wholeNumber('id', idText, 1, 1000);
      const { client, vdn, show } = openAction(surroundings, options);
      show(
        await client.ask(removeSkillQueue, { params: { ...vdn, skillId: id } }),
        () => `Skill queue ${id} is deleted.`,
      );
    });
}

interface AgentOptions extends SharedOptions {
  readonly skill?: string[];
  readonly simulated?: boolean;
  readonly telephone?: string;
  readonly onDemand?: boolean;
}

function addAgentCommands(agent: Command, surroundings: Surroundings): void {
  shared(agent.command('list'))
    .description('list all agents')
    .option('--skill <id>', 'only those with this skill')
    .option('--working', 'only signed-in agents, with their state')
    .action(async (options: SharedOptions & { skill?: string; working?: boolean }) => {
      const action = openAction(surroundings, options);
      const skill =
        options.skill === undefined ? {} : { skillId: wholeNumber('--skill', options.skill, 1, 1000) };
      if (options.working) await listWorking(action, skill);
      else await listAgents(action, skill);
    });
  shared(agent.command('set'))
    .description('add an agent, or replace name, skills, telephone and whether it is simulated')
    .argument('<id>', 'up to 32 letters and digits')
    .argument('<name>')
    .option('--skill <skill...>', 'skills as ID or ID:PRIORITY; a smaller priority goes first')
    .option('--simulated', 'the server plays the agent')
    .option('--telephone <name>', 'the telephone’s name at the PBX (default: the id)')
    .option('--on-demand', 'the telephone rings for each person; otherwise its line stays open')
    .action(async (id: string, name: string, options: AgentOptions) => {
      const skills = (options.skill ?? []).map((text) => {
        const [skillId = '', priority = '1'] = text.split(':', 2);
        return {
          skillId: wholeNumber('--skill', skillId, 1, 1000),
          priority: wholeNumber('--skill, priority', priority, 1, 100),
        };
      });
      const { client, vdn, show } = openAction(surroundings, options);
      const answer = await client.ask(putAgent, {
        params: { ...vdn, agentId: id },
        body: {
          name,
          skills,
          simulated: options.simulated === true,
          telephone: {
            ...(options.telephone === undefined ? {} : { endpoint: options.telephone }),
            line: options.onDemand ? 'onDemand' : 'open',
          },
        },
      });
      show(
        answer,
        () => `Agent ${id} is "${name}" with ${skills.length} ${skills.length === 1 ? 'skill' : 'skills'}.`,
      );
    });
  shared(agent.command('delete'))
    .description('delete an agent')
    .argument('<id>')
    .action(async (id: string, options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      show(
        await client.ask(removeAgent, { params: { ...vdn, agentId: id } }),
        () => `Agent ${id} is deleted.`,
      );
    });
  addAgentWorkCommands(agent, surroundings);
}

async function listAgents(
  { client, vdn, show }: Action,
  skill: { readonly skillId?: number },
): Promise<void> {
  const found: Agent[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const query = { limit: 500, after, ...skill };
    const page: AnswerOf<typeof getAgents> = await client.ask(getAgents, { params: vdn, query });
    found.push(...page.items);
    after = page.next;
  }
  show({ items: found }, ({ items }) =>
    table(
      ['ID', 'NAME', 'SIMULATED', 'TELEPHONE', 'LINE', 'SKILLS'],
      items.map(({ id, name, simulated, telephone, skills }) => [
        id,
        name,
        simulated ? 'yes' : 'no',
        telephone.endpoint,
        telephone.line === 'onDemand' ? 'on demand' : telephone.line,
        skillsText(skills),
      ]),
    ),
  );
}

function addFlowCommands(flow: Command, surroundings: Surroundings): void {
  shared(flow.command('list'))
    .description('list all flows')
    .action(async (options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      show(await client.ask(getFlows, { params: vdn }), ({ items }) =>
        table(
          ['CODE', 'DESCRIPTION', 'PLAYS (S)', 'THEN'],
          items.map(({ code, description, playSeconds, transferSkillId }) => [
            code,
            description,
            playSeconds,
            transferSkillId === null ? 'hangs up' : `skill queue ${transferSkillId}`,
          ]),
        ),
      );
    });
  shared(flow.command('set'))
    .description('add a flow, or replace it')
    .argument('<code>', 'up to 64 of letters, digits, - and _')
    .argument('<description>')
    .requiredOption('--play-seconds <seconds>', 'how long it plays, 0 to 3600')
    .option('--transfer <skill>', 'skill queue to which it then transfers; otherwise it hangs up')
    .action(
      async (
        code: string,
        description: string,
        options: SharedOptions & { playSeconds: string; transfer?: string },
      ) => {
        const body = {
          description,
          playSeconds: wholeNumber('--play-seconds', options.playSeconds, 0, 3600),
          transferSkillId:
            options.transfer === undefined ? null : wholeNumber('--transfer', options.transfer, 1, 1000),
        };
        const { client, vdn, show } = openAction(surroundings, options);
        show(await client.ask(putFlow, { params: { ...vdn, code }, body }), () => `Flow ${code} is kept.`);
      },
    );
  shared(flow.command('delete'))
    .description('delete a flow')
    .argument('<code>')
    .action(async (code: string, options: SharedOptions) => {
      const { client, vdn, show } = openAction(surroundings, options);
      show(await client.ask(removeFlow, { params: { ...vdn, code } }), () => `Flow ${code} is deleted.`);
    });
}
