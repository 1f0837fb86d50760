// An agent's application that works through /api/v1, as a page in a browser would.
import { expect, vi } from 'vitest';
import type { Client } from '../../src/cli/client.ts';
import { field } from '../../src/cli/read.ts';

/** What the tests look at of an agent at work. */
export interface AgentAtWork {
  readonly status: string;
  readonly state: string;
  readonly isReachable: boolean;
  readonly breakReason: string | null;
  readonly callId: string | null;
  readonly called: string | null;
  readonly offer: { readonly contactId: string; readonly called: string } | null;
}

export interface AgentApplication {
  readonly id: string;
  /** Signs in, says ready, and resolves when the telephone's line is there. */
  begin(): Promise<void>;
  /** A command below …/work, such as `call/hang-up`. */
  ask(command: string, body?: object): Promise<void>;
  now(): Promise<AgentAtWork>;
  /** Hangs up, ends the wrap-up and signs out, whatever is going on; resolves when the agent is gone. */
  leave(): Promise<void>;
  /** Resolves when the agent is so. */
  becomes(expected: Partial<AgentAtWork>): Promise<AgentAtWork>;
}

export function agentApplication(client: Client, id: string): AgentApplication {
  const path = `/api/v1/vdns/1/agents/${id}/work`;
  const look = async () => readAgent(await client.send('GET', path));
  const ask = async (command: string, body: object = {}): Promise<void> => {
    await client.send('POST', `${path}/${command}`, body);
  };
  const becomes: AgentApplication['becomes'] = (expected) =>
    vi.waitFor(
      async () => {
        const agent = await look();
        expect(agent, `agent ${id}`).toMatchObject(expected);
        return agent;
      },
      { timeout: 30_000, interval: 50 },
    );
  return {
    id,
    ask,
    becomes,
    now: look,
    begin: async () => {
      await ask('sign-in');
      await ask('ready');
      await becomes({ isReachable: true });
    },
    leave: async () => {
      const { status, state } = await look();
      if (status === 'signedOut' && state === 'idle') return;
      await ask('sign-out');
      if (state === 'talking') await ask('call/hang-up').catch(() => undefined);
      await vi.waitFor(
        async () => {
          const agent = await look();
          if (agent.state === 'wrapUp') await ask('wrap-up/end').catch(() => undefined);
          expect(agent).toMatchObject({ status: 'signedOut', state: 'idle' });
        },
        { timeout: 30_000, interval: 50 },
      );
    },
  };
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function readAgent(answer: unknown): AgentAtWork {
  const contactId = textOrNull(field(answer, 'offer.contactId'));
  return {
    status: String(field(answer, 'status')),
    state: String(field(answer, 'state')),
    isReachable: field(answer, 'isReachable') === true,
    breakReason: textOrNull(field(answer, 'breakReason')),
    callId: textOrNull(field(answer, 'callId')),
    called: textOrNull(field(answer, 'called')),
    offer: contactId === null ? null : { contactId, called: String(field(answer, 'offer.called')) },
  };
}
