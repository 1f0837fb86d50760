// A desk for tests of the door: it keeps agents as the test puts them, notes what is asked of it, and
// answers as told. What a real desk decides is tested with the desk.

import type { AgentCommand, WorkingAgent } from '../../../src/core/agentState.ts';
import { inBoth } from '../../../src/core/language.ts';
import { toMillis } from '../../../src/core/units.ts';
import type { Desk, DeskRefusal } from '../../../src/http/deps.ts';

export interface FakeDesk extends Desk {
  readonly asked: { readonly agentId: string; readonly command: AgentCommand }[];
  /** The agent is now so, and all watchers are told. */
  put(agent: Partial<WorkingAgent> & { readonly id: string }): WorkingAgent;
  /** What the next commands are refused with; null: they are carried out. */
  refuse(refusal: DeskRefusal | null): void;
  watchers(): number;
}

const at = toMillis(Date.parse('2030-03-05T09:00:00Z'));

const nobodySpecial: Omit<WorkingAgent, 'id'> = {
  skills: [{ skillId: 5, priority: 1 }],
  status: 'ready',
  breakReason: null,
  state: 'idle',
  since: at,
  signedInAt: at,
  signOffAt: null,
  seenAt: at,
  telephone: { endpoint: '1001', line: 'open' },
  isReachable: true,
  campaignId: null,
  callId: null,
  called: null,
  offer: null,
  wrapUpEndsAt: null,
};

export function openFakeDesk(): FakeDesk {
  const agents = new Map<string, WorkingAgent>();
  const asked: { agentId: string; command: AgentCommand }[] = [];
  const listeners = new Set<{ id: string | null; hear: (agent: WorkingAgent) => void }>();
  let refusal: DeskRefusal | null = null;
  const put: FakeDesk['put'] = (change) => {
    const agent = { ...nobodySpecial, ...agents.get(change.id), ...change };
    agents.set(agent.id, agent);
    for (const { id, hear } of listeners) if (id === null || id === agent.id) hear(agent);
    return agent;
  };
  return {
    asked,
    put,
    refuse: (next) => {
      refusal = next;
    },
    watchers: () => listeners.size,
    command: async (_vdnId, agentId, command) => {
      asked.push({ agentId, command });
      if (refusal !== null) return refusal;
      const known = agents.get(agentId);
      if (command.kind === 'signIn') return { agent: put({ id: agentId, signOffAt: command.signOffAt }) };
      if (known === undefined)
        return { refusal: 'notSignedIn', detail: inBoth(`${agentId} is not signed in.`, '拒绝') };
      if (command.kind === 'break')
        return { agent: put({ id: agentId, status: 'onBreak', breakReason: command.reason }) };
      if (command.kind === 'ready')
        return { agent: put({ id: agentId, status: 'ready', breakReason: null }) };
      return { agent: known };
    },
    holds: () => refusal?.refusal !== 'agentsElsewhere',
    agents: (vdnId) => (vdnId === 1 ? [...agents.values()] : []),
    agent: (vdnId, agentId) => (vdnId === 1 ? (agents.get(agentId) ?? null) : null),
    watch: (_vdnId, id, hear) => {
      const entry = { id, hear };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
}
