// The demo world of the first VDN: ten skill queues, of which 5 is the one that the contract's own
// example names, twenty simulated agents in it, and two flows.
import type { VdnId } from './core/units.ts';
import { saveAgent } from './store/agents.ts';
import type { Connection } from './store/connection.ts';
import { saveFlow } from './store/flows.ts';
import { saveSkillQueue } from './store/skillQueues.ts';

/** The skill queue of the contract's example. */
const exampleSkillId = 5;

/** Adds what is missing; the same call twice leaves the same world. Call it in a transaction. */
export async function fillDemoWorld(connection: Connection, vdnId: VdnId): Promise<void> {
  for (let id = 1; id <= 10; id += 1)
    await saveSkillQueue(connection, vdnId, {
      id,
      name: id === exampleSkillId ? 'Voice Skill Queue' : `Skill Queue ${id}`,
    });
  for (let number = 1; number <= 20; number += 1)
    await saveAgent(connection, {
      vdnId,
      id: String(1000 + number),
      name: `Agent ${number}`,
      skills: [{ skillId: exampleSkillId, priority: 1 }],
      simulated: true,
      telephone: { endpoint: String(1000 + number), line: 'open' },
    });
  await saveFlow(connection, {
    vdnId,
    code: '1001',
    description: 'Plays an announcement and hangs up',
    playSeconds: 8,
    transferSkillId: null,
  });
  await saveFlow(connection, {
    vdnId,
    code: '1002',
    description: 'Plays a greeting and transfers to the Voice Skill Queue',
    playSeconds: 3,
    transferSkillId: exampleSkillId,
  });
}
