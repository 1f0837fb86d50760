// The stream of an agent (src/http/api/agents/agentStream.ts): how the agent stands, and commands the other way.
// A command is asked once; when its answer is lost, the stream tells how the agent stands when it is back.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AgentAtWork, AskedCommand } from '../../../../src/api/routes/agentWork.ts';
import { followAgent, type ToldBy } from '../../../../src/api/routes/streams.ts';
import { Problem, readProblem } from '../../api/problem.ts';
import { checkSession } from '../../api/tenants/session.ts';
import { setServerTime } from '../../live/serverClock.ts';
import { type LiveSocket, openSocket } from '../../live/socket.ts';

export interface AgentStream {
  readonly agent: AgentAtWork;
  /** `lost`: it is not open, and is tried again by itself. */
  readonly standing: 'beginning' | 'open' | 'lost';
  /** The agent as it is afterwards; throws a Problem. */
  readonly command: (asked: AskedCommand) => Promise<void>;
}

/** A page does not see pings: it asks for a sign of life itself, which is one of the agent too. */
const aliveMillis = 8_000;
const answerMillisMax = 10_000;

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (problem: Problem) => void;
}

export function useAgentStream(vdnId: number, first: AgentAtWork): AgentStream {
  const { id: agentId } = first;
  const [agent, setAgent] = useState(first);
  const [standing, setStanding] = useState<AgentStream['standing']>('beginning');
  const socket = useRef<LiveSocket<typeof followAgent> | null>(null);
  const waiting = useRef(new Map<number, Waiting>());
  const lastId = useRef(0);

  useEffect(() => {
    const take = (frame: ToldBy<typeof followAgent>): void => {
      setServerTime(frame.at);
      if ('agent' in frame) setAgent(frame.agent);
      if (frame.type !== 'answer') return;
      const asked = waiting.current.get(Number(frame.id));
      waiting.current.delete(Number(frame.id));
      if (frame.ok) asked?.resolve();
      else asked?.reject(readProblem(frame.problem.status, frame.problem));
    };
    const open = openSocket({
      stream: followAgent,
      params: { vdnId, agentId },
      onFrame: take,
      onState: (state) => {
        setStanding(state === 'open' ? 'open' : 'lost');
        if (state === 'open') return;
        for (const { reject } of waiting.current.values()) reject(lost());
        waiting.current.clear();
      },
      onRefused: () => void checkSession(),
    });
    socket.current = open;
    const alive = setInterval(() => {
      lastId.current += 1;
      open.send({ id: lastId.current, command: 'alive' });
    }, aliveMillis);
    return () => {
      clearInterval(alive);
      open.close();
      socket.current = null;
    };
  }, [vdnId, agentId]);

  const command = useCallback((asked: AskedCommand): Promise<void> => {
    lastId.current += 1;
    const id = lastId.current;
    return new Promise<void>((resolve, reject) => {
      if (socket.current?.send({ id, ...asked }) !== true) return reject(lost());
      waiting.current.set(id, { resolve, reject });
      setTimeout(() => {
        if (waiting.current.delete(id)) reject(lost());
      }, answerMillisMax);
    });
  }, []);

  return { agent, standing, command };
}

const lost = (): Problem => new Problem('unreachable', 0, '');
