// An agent's application that works through /api/v1, as a page in a browser would.
import { expect, vi } from 'vitest';
import type { Client } from '../../src/cli/client.ts';
import { field } from '../../src/cli/read.ts';

/** What the tests look at of an agent at work. */
export interface AgentAtWork {
  readonly status: string;
  readonly state: string;
  readonly breakReason: string | null;
  readonly callId: string | null;
  readonly called: string | null;
  readonly offer: { readonly contactId: string; readonly called: string } | null;
}

export interface AgentApplication {
  readonly id: string;
  /** Signs in and says ready. */
  begin(): Promise<void>;
  /** A command below …/work, such as `call/hang-up`. */
  ask(command: string, body?: object): Promise<void>;
  now(): Promise<AgentAtWork>;
  /** Resolves when the agent is so. */
  becomes(expected: Partial<AgentAtWork>): Promise<AgentAtWork>;
}

export function agentApplication(client: Client, id: string): AgentApplication {
  const path = `/api/v1/vdns/1/agents/${id}/work`;
  const now = async () => readAgent(await client.send('GET', path));
  const ask = async (command: string, body: object = {}): Promise<void> => {
    await client.send('POST', `${path}/${command}`, body);
  };
  return {
    id,
    begin: async () => {
      await vi.waitFor(() => ask('sign-in'), { timeout: 10_000, interval: 50 });
      await ask('ready');
    },
    ask,
    now,
    becomes: (expected) =>
      vi.waitFor(
        async () => {
          const agent = await now();
          expect(agent, `agent ${id}`).toMatchObject(expected);
          return agent;
        },
        { timeout: 30_000, interval: 50 },
      ),
  };
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function readAgent(answer: unknown): AgentAtWork {
  const contactId = textOrNull(field(answer, 'offer.contactId'));
  return {
    status: String(field(answer, 'status')),
    state: String(field(answer, 'state')),
    breakReason: textOrNull(field(answer, 'breakReason')),
    callId: textOrNull(field(answer, 'callId')),
    called: textOrNull(field(answer, 'called')),
    offer: contactId === null ? null : { contactId, called: String(field(answer, 'offer.called')) },
  };
}
