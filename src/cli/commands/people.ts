// `campana skill`, `campana agent` and `campana flow`: who can be talked to, and what an IVR plays.
import type { Command } from 'commander';
import { openAction, part, type SharedOptions, type Surroundings, shared, wholeNumber } from '../command.ts';
import { table } from '../output.ts';
import { cell, field, items } from '../read.ts';
import { addAgentWorkCommands, listWorking } from './agentWork.ts';

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
      const { client, home, show } = openAction(surroundings, options);
      show(await client.send('GET', `${home}/skill-queues`), (answer) =>
        table(
          ['ID', 'NAME'],
          items(answer, 'items').map((one) => [cell(one, 'id'), cell(one, 'name')]),
        ),
      );
    });
  shared(skill.command('set'))
    .description('add a skill queue, or rename it')
    .argument('<id>', '1 to 1000')
    .argument('<name>')
    .action(async (idText: string, name: string, options: SharedOptions) => {
      const id = wholeNumber('id', idText, 1, 1000);
      const { client, home, show } = openAction(surroundings, options);
      show(
        await client.send('PUT', `${home}/skill-queues/${id}`, { name }),
        () => `Skill queue ${id} is "${name}".`,
      );
    });
  shared(skill.command('delete'))
    .description('delete a skill queue that nothing uses')
    .argument('<id>')
    .action(async (idText: string, options: SharedOptions) => {
      const id = wholeNumber('id', idText, 1, 1000);
      const { client, home, show } = openAction(surroundings, options);
      show(await client.send('DELETE', `${home}/skill-queues/${id}`), () => `Skill queue ${id} is deleted.`);
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
    .option('--working', 'only those who are signed in, with what they do')
    .action(async (options: SharedOptions & { skill?: string; working?: boolean }) => {
      const action = openAction(surroundings, options);
      const { client, home, show } = action;
      const skillId = options.skill === undefined ? null : wholeNumber('--skill', options.skill, 1, 1000);
      if (options.working) return listWorking(action, skillId);
      const skill = skillId === null ? '' : `&skillId=${skillId}`;
      const found: unknown[] = [];
      for (let after: unknown = ''; typeof after === 'string'; ) {
        const page = await client.send('GET', `${home}/agents?limit=500&after=${part(after)}${skill}`);
        found.push(...items(page, 'items'));
        after = field(page, 'next');
      }
      show({ items: found }, (answer) =>
        table(
          ['ID', 'NAME', 'SIMULATED', 'TELEPHONE', 'LINE', 'SKILLS'],
          items(answer, 'items').map((one) => [
            cell(one, 'id'),
            cell(one, 'name'),
            field(one, 'simulated') === true ? 'yes' : 'no',
            cell(one, 'telephone.endpoint'),
            field(one, 'telephone.line') === 'onDemand' ? 'on demand' : cell(one, 'telephone.line'),
            items(one, 'skills')
              .map((skill) => `${cell(skill, 'skillId')}:${cell(skill, 'priority')}`)
              .join(' '),
          ]),
        ),
      );
    });
  shared(agent.command('set'))
    .description('add an agent, or replace name, skills, telephone and whether it is simulated')
    .argument('<id>', 'up to 32 letters and digits')
    .argument('<name>')
    .option('--skill <skill...>', 'skills as ID or ID:PRIORITY; a smaller priority is asked first')
    .option('--simulated', 'the server plays the agent')
    .option('--telephone <name>', 'the telephone’s name at the PBX (default: the id)')
    .option('--on-demand', 'the telephone rings for each person; without, its line stays open')
    .action(async (id: string, name: string, options: AgentOptions) => {
      const skills = (options.skill ?? []).map((text) => {
        const [skillId = '', priority = '1'] = text.split(':', 2);
        return {
          skillId: wholeNumber('--skill', skillId, 1, 1000),
          priority: wholeNumber('--skill, priority', priority, 1, 100),
        };
      });
      const { client, home, show } = openAction(surroundings, options);
      const answer = await client.send('PUT', `${home}/agents/${part(id)}`, {
        name,
        skills,
        simulated: options.simulated === true,
        telephone: {
          ...(options.telephone === undefined ? {} : { endpoint: options.telephone }),
          line: options.onDemand ? 'onDemand' : 'open',
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
      const { client, home, show } = openAction(surroundings, options);
      show(await client.send('DELETE', `${home}/agents/${part(id)}`), () => `Agent ${id} is deleted.`);
    });
  addAgentWorkCommands(agent, surroundings);
}

function addFlowCommands(flow: Command, surroundings: Surroundings): void {
  shared(flow.command('list'))
    .description('list all flows')
    .action(async (options: SharedOptions) => {
      const { client, home, show } = openAction(surroundings, options);
      show(await client.send('GET', `${home}/flows`), (answer) =>
        table(
          ['CODE', 'DESCRIPTION', 'PLAYS (S)', 'THEN'],
          items(answer, 'items').map((one) => [
            cell(one, 'code'),
            cell(one, 'description'),
            cell(one, 'playSeconds'),
            field(one, 'transferSkillId') === null
              ? 'hangs up'
              : `skill queue ${cell(one, 'transferSkillId')}`,
          ]),
        ),
      );
    });
  shared(flow.command('set'))
    .description('add a flow, or replace it')
    .argument('<code>', 'up to 64 of letters, digits, - and _')
    .argument('<description>')
    .requiredOption('--play-seconds <seconds>', 'how long it plays, 0 to 3600')
    .option('--transfer <skill>', 'skill queue to which it transfers then; without: it hangs up')
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
        const { client, home, show } = openAction(surroundings, options);
        show(await client.send('PUT', `${home}/flows/${part(code)}`, body), () => `Flow ${code} is kept.`);
      },
    );
  shared(flow.command('delete'))
    .description('delete a flow')
    .argument('<code>')
    .action(async (code: string, options: SharedOptions) => {
      const { client, home, show } = openAction(surroundings, options);
      show(await client.send('DELETE', `${home}/flows/${part(code)}`), () => `Flow ${code} is deleted.`);
    });
}
