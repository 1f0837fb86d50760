// The stream of everybody at work (src/http/api/agents/agentsStream.ts): the whole room when it opens, and then
// those who have changed. A thousand agents make some hundred changes a second; the page is told four
// times a second at most.
import { useEffect, useState } from 'react';
import type { AgentAtWork } from '../../../../src/api/routes/agentWork.ts';
import { followAgents } from '../../../../src/api/routes/streams.ts';
import { whyRefused } from '../../api/agents/work.ts';
import type { Problem } from '../../api/problem.ts';
import { setServerTime } from '../../live/serverClock.ts';
import { openSocket } from '../../live/socket.ts';

export interface Room {
  /** Those who are signed in, by id; null until the stream has told. */
  readonly agents: ReadonlyMap<string, AgentAtWork> | null;
  /** `lost`: it is not open, and is tried again by itself. */
  readonly standing: 'beginning' | 'open' | 'lost';
  /** Why the server refused the stream the last time; null when it did not. */
  readonly problem: Problem | null;
}

/** @param isWanted false where the VDN has no agents: no process seats them then, and the stream is refused */
export function useAgents(vdnId: number, isWanted: boolean): Room {
  const [room, setRoom] = useState<Room>({ agents: null, standing: 'beginning', problem: null });
  useEffect(() => {
    if (!isWanted) return;
    let agents: ReadonlyMap<string, AgentAtWork> | null = null;
    const socket = openSocket({
      stream: followAgents,
      params: { vdnId },
      onFrame: ({ at, isWhole, agents: told }) => {
        setServerTime(at);
        if (told.length === 0 && !isWhole) return;
        agents = withChanges(isWhole ? new Map() : (agents ?? new Map()), told);
        setRoom({ agents, standing: 'open', problem: null });
      },
      onState: (state) => setRoom((before) => ({ ...before, standing: state === 'open' ? 'open' : 'lost' })),
      // Asking shows the sign-in dialog as well, when nobody is signed in any more.
      onRefused: () => {
        void whyRefused(vdnId).then((problem) => setRoom((before) => ({ ...before, problem })));
      },
    });
    return () => socket.close();
  }, [vdnId, isWanted]);
  return room;
}

/** An agent who has signed out and has nothing left to do is gone. */
function withChanges(
  before: ReadonlyMap<string, AgentAtWork>,
  told: readonly AgentAtWork[],
): ReadonlyMap<string, AgentAtWork> {
  const after = new Map(before);
  for (const agent of told) {
    if (agent.status === 'signedOut' && agent.state === 'idle') after.delete(agent.id);
    else after.set(agent.id, agent);
  }
  return after;
}
